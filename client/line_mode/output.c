/*
 * output: what line mode prints.
 */
#include "client/line_mode/output.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <event2/event.h>

#include "client/line_mode/attention.h"
#include "client/line_mode/json_event.h"
#include "common/i18n.h"
#include "common/streams.h"

/*
 * Write to standard output. If that fails, report it once and print nothing more, but send the
 * rest of piped input. For a user who types it ends the program, because they see nothing any more.
 */
static void
write_out(struct line_mode *p, struct view text)
{
	if (text.len == 0 || p->output_failed)
		return;
	if (streams_print(text) == 0 && fflush(stdout) == 0)
		return;
	p->output_failed = 1;
	if (p->reads && errno == EPIPE) {
		line_mode_finish(p, 0); /* see reading.h */
		return;
	}
	line_mode_complain(
	    _("Cannot write to standard output: %s"), strerror(errno));
	if (p->interactive || p->reads)
		line_mode_finish(p, 1);
}

int
line_mode_result(const struct line_mode *p)
{
	return p->refused > 0 || p->output_failed ? 1 : 0;
}

static void
closed_cb(void *arg)
{
	struct line_mode *p = arg;

	event_base_loopbreak(p->base);
}

void
line_mode_quit(struct line_mode *p, int status, struct view reason)
{
	if (p->quitting)
		return;
	p->quitting = 1;
	p->status = status;
	event_del(p->input);
	visit_stop_waiting(&p->visit);
	connection_quit(p->connection, reason, closed_cb, p);
}

void
line_mode_finish(struct line_mode *p, int status)
{
	line_mode_quit(p, status, VIEW(""));
}

/* True for what a server sends unasked after the welcome. */
static int
is_greeting(const struct irc_event *ev)
{
	return ev->type == IRC_EV_INFO &&
	       ((ev->numeric >= 1 && ev->numeric <= 5) ||
		   (ev->numeric >= 250 && ev->numeric <= 266) ||
		   (ev->numeric == 422 && ev->origin == 0));
}

static int
is_spoken(const struct line_mode *p)
{
	return p->config->spoken == SPOKEN_ON ||
	       (p->config->spoken == SPOKEN_AUTO && p->interactive);
}

void
line_mode_render(
    struct line_mode *p, struct buf *out, const struct irc_event *ev)
{
	struct json_context context;

	if (is_greeting(ev))
		return;
	/* /set changes these. */
	p->style.time_format = p->config->time_format;
	p->style.spoken = is_spoken(p);
	if (!p->json) {
		line_mode_print(out, ev, &p->style);
		return;
	}
	context.id = answers_id(&p->answers, ev);
	context.ignored = line_mode_hides(p, ev);
	context.mention = !context.ignored && line_mode_mentions(p, ev);
	json_event_line(out, ev, &context);
}

void
line_mode_put(struct line_mode *p, int64_t time, struct view line)
{
	struct buf day = { 0 };

	if (line.len == 0)
		return;
	if (!p->json && p->config->time_format != NULL &&
	    *p->config->time_format != '\0')
		line_mode_print_day(&day, time, &p->day);
	write_out(p, buf_view(&day));
	buf_clear(&day);
	write_out(p, line);
}

void
line_mode_show(struct line_mode *p, const struct irc_event *ev)
{
	if (p->one_shot || (!p->json && line_mode_hides(p, ev)))
		return;
	buf_reset(&p->out);
	line_mode_render(p, &p->out, ev);
	if (p->out.len > 0)
		line_mode_put(p, ev->time, buf_view(&p->out));
	line_mode_ring(p, ev);
}

void
line_mode_put_json(struct line_mode *p, json_t *object)
{
	buf_reset(&p->out);
	json_object_line(&p->out, object);
	write_out(p, buf_view(&p->out));
}

/* Print a sentence of ours as an object of that type, for the command that is running. */
static void
put_sentence(struct line_mode *p, const char *type, const char *sentence)
{
	json_t *o = json_object_new(type, 0);

	json_set_text(o, "text", view_of(sentence));
	if (p->answers.current != NULL && p->answers.current->id != NULL)
		json_object_set(o, "id", p->answers.current->id);
	line_mode_put_json(p, o);
}

void
line_mode_tell(struct line_mode *p, const char *sentence)
{
	if (p->json) {
		put_sentence(p, "info", sentence);
		return;
	}
	buf_reset(&p->out);
	buf_printf(&p->out, "%s\n", sentence);
	write_out(p, buf_view(&p->out));
}

void
line_mode_error(struct line_mode *p, const char *sentence)
{
	if (p->json)
		put_sentence(p, "error", sentence);
	else
		line_mode_complain("%s", sentence);
}
