# The interim build: objects under $(BUILD), one library a program.
BUILD ?= build
CC ?= cc
CPPFLAGS += -I. -I$(BUILD) -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64
CFLAGS ?= -O2 -g
CFLAGS += -std=c11 -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wwrite-strings -Wvla -Werror -pthread
common_src := $(wildcard common/*.c)
server_src := $(filter-out server/main.c,$(wildcard server/*.c server/*/*.c server/*/*/*.c))
client_src := $(filter-out client/main.c,$(wildcard client/*.c client/*/*.c))
support_src := $(wildcard tests/support/*.c)
COMMON_LIBS := -lconfuse -lutf8proc
SERVER_LIBS := -levent_core -levent_extra -levent_pthreads
CLIENT_LIBS := -levent_core -levent_extra -lreadline -lncursesw -ltinfo
obj = $(patsubst %.c,$(BUILD)/%.o,$(1))
unit = $(patsubst %.c,$(BUILD)/%,$(wildcard tests/common/test_*.c tests/server/test_*.c tests/server/*/test_*.c tests/server/*/*/test_*.c tests/client/test_*.c tests/client/*/test_*.c))
e2e = $(patsubst %.c,$(BUILD)/%,$(wildcard tests/e2e/test_*.c))
all: $(if $(wildcard server/main.c),$(BUILD)/tchat-server) $(if $(wildcard client/main.c),$(BUILD)/tchat)
$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
$(BUILD)/libcommon.a: $(call obj,$(common_src))
$(BUILD)/libserver.a: $(call obj,$(server_src))
$(BUILD)/libclient.a: $(call obj,$(client_src))
$(BUILD)/libsupport.a: $(call obj,$(support_src))
$(BUILD)/lib%.a:
	@rm -f $@; ar rcs $@ $^
$(BUILD)/tchat-server: $(BUILD)/server/main.o $(BUILD)/libserver.a $(BUILD)/libcommon.a
	$(CC) $(CFLAGS) -o $@ $^ $(SERVER_LIBS) $(COMMON_LIBS)
$(BUILD)/tchat: $(BUILD)/client/main.o $(BUILD)/libclient.a $(BUILD)/libcommon.a
	$(CC) $(CFLAGS) -o $@ $^ $(CLIENT_LIBS) $(COMMON_LIBS)
$(BUILD)/tests/common/test_%: $(BUILD)/tests/common/test_%.o $(BUILD)/libsupport.a $(BUILD)/libcommon.a
	$(CC) $(CFLAGS) -o $@ $^ -lcmocka -lyaml $(COMMON_LIBS)
$(BUILD)/tests/server/%: $(BUILD)/tests/server/%.o $(BUILD)/libsupport.a $(BUILD)/libserver.a $(BUILD)/libcommon.a
	$(CC) $(CFLAGS) -o $@ $^ -lcmocka $(SERVER_LIBS) $(COMMON_LIBS)
$(BUILD)/tests/client/%: $(BUILD)/tests/client/%.o $(BUILD)/libsupport.a $(BUILD)/libclient.a $(BUILD)/libcommon.a
	$(CC) $(CFLAGS) -o $@ $^ -lcmocka -lvterm $(CLIENT_LIBS) $(COMMON_LIBS)
$(BUILD)/tests/e2e/test_%: $(BUILD)/tests/e2e/test_%.o $(BUILD)/libsupport.a $(BUILD)/libcommon.a
	$(CC) $(CFLAGS) -o $@ $^ -lcmocka -lvterm $(COMMON_LIBS)
tests: $(unit)
check: all $(unit) $(e2e)
	@set -e; for t in $(unit) $(e2e); do echo "== $$t"; $$t; done
clean:
	rm -rf $(BUILD)
.PHONY: all tests check clean
.SECONDARY:
-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
