/*
 * room_records: saves rooms in the store, and restores them at startup.
 */
#ifndef TCHAT_SERVER_SESSION_ROOM_RECORDS_H
#define TCHAT_SERVER_SESSION_ROOM_RECORDS_H

struct room;
struct store;
struct world;

/* For chat_ops.save_room and delete_room. */
void	room_records_save(struct store *, const struct room *);
void	room_records_delete(struct store *, const char *folded);

/* Restore all saved rooms into a world whose limits are set. */
void	room_records_restore(struct store *, struct world *);

#endif
