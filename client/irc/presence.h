/*
 * presence: joins, parts, quits, kicks, nicks and names; topics, modes, and replies about users and rooms.
 */
#ifndef TCHAT_CLIENT_IRC_PRESENCE_H
#define TCHAT_CLIENT_IRC_PRESENCE_H

#include "client/irc/handler.h"

irc_handler on_away, on_ban_entry, on_created, on_idle, on_invite, on_join, on_kick, on_mode,
    on_names, on_names_end, on_nick, on_part, on_quit, on_self_away,
    on_self_back, on_topic, on_topic_is, on_topic_none, on_topic_who, on_who;

#endif
