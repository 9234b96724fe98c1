/*
 * room_records: what of a room the store keeps, and brings back when the server starts.
 */
#ifndef TCHAT_SERVER_SESSION_ROOM_RECORDS_H
#define TCHAT_SERVER_SESSION_ROOM_RECORDS_H

struct room;
struct store;
struct world;

/* chat_ops.keep and .forget. */
void	room_records_save(struct store *, const struct room *);
void	room_records_delete(struct store *, const char *folded);

/* All that are kept, into a world that has its limits. */
void	room_records_restore(struct store *, struct world *);

#endif
