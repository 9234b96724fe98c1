/*
 * tags: names of client tags and batches that several modules read or write.
 */
#ifndef TCHAT_CLIENT_IRC_TAGS_H
#define TCHAT_CLIENT_IRC_TAGS_H

#define MULTILINE_BATCH	 "draft/multiline"
#define MULTILINE_CONCAT "draft/multiline-concat"
#define TAG_NONCE	 "+tchat/nonce"
#define TAG_VISITOR	 "+tchat/visitor"
/* Of the server, on the MODE of a timed ban: how many seconds it lasts. */
#define TAG_BAN_SECONDS	 "tchat/ban-seconds"

#endif
