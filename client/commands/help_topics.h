/*
 * help_topics: the texts of /help about topics, and more about some commands.
 */
#ifndef TCHAT_CLIENT_COMMANDS_HELP_TOPICS_H
#define TCHAT_CLIENT_COMMANDS_HELP_TOPICS_H

/* Rows are marked for translation. A row without a text is a heading. A label that is a command becomes a link. */
struct help_row {
	const char	*label;	/* "" for a paragraph */
	const char	*text;
};

struct help_topic {
	const char	*name;	/* "/ban" for the text below a command's usage */
	const char	*title;	/* one line for the list of topics; NULL for commands */
	const struct help_row *rows;	/* ended by a row without label and text */
};

/* Ended by a row without name. */
extern const struct help_topic help_topics[];

#endif
