/*
 * attention: what the user chose to notice on a network, and what to hide.
 */
#ifndef TCHAT_CLIENT_MODEL_ATTENTION_H
#define TCHAT_CLIENT_MODEL_ATTENTION_H

#include "client/model/highlights.h"
#include "client/model/ignores.h"
#include "client/model/room_levels.h"

struct attention {
	struct ignores		 ignores;
	struct highlights	 highlights;
	struct room_levels	 levels;
};

#endif
