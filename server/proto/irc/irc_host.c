/*
 * irc_host: the host that others see, told to whom it is about.
 */
#include "server/chat/user.h"
#include "server/proto/hosts.h"
#include "server/proto/irc/command.h"
#include "server/proto/irc/request.h"

void
irc_update_host(struct request *req)
{
	if (hosts_update(req->session))
		reply_about(req, "396", view_of(req->session->user->host),
		    "is the host that others see now");
}
