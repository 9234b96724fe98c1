# tchat's one Makefile; GNU make. `make help` lists what it can do.
#
# Everything that is built lies under $(BUILD); only configure, config.mk and
# config.h stand beside their sources. New sources are found by wildcard.

# One job per processor, unless -j or $MAKEFLAGS says otherwise. make 4.3 hides -j
# while it reads this file, but prefers it; $MAKEFLAGS would lose, so it is checked.
ifeq (0,$(MAKELEVEL))
MAKEFLAGS += $(shell case " $$MAKEFLAGS" in \
	(*\ -j*|*\ --jobs*) ;; (*) echo -j$$(nproc 2>/dev/null || echo 2);; esac)
endif

BUILD ?= build
.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SECONDARY:
goals := $(or $(MAKECMDGOALS),all)

# `deps` installs what the other goals need, so it comes before them, and before
# anything is looked for; `clean` beside other goals keeps its place too.
ifneq (,$(filter deps,$(goals))$(and $(filter clean distclean,$(goals)),$(word 2,$(goals))))

rest := $(filter-out deps,$(goals))
.PHONY: in-order $(goals)
$(goals): in-order
	@:
in-order:
ifneq (,$(filter deps,$(goals)))
	@sh contrib/deps.sh $(or $(rest),everything)
endif
	+@set -e; for goal in $(or $(rest),all); do \
		$(MAKE) --no-print-directory $$goal; done

else

VERSION := $(shell sed -n 's/^AC_INIT(\[tchat\], \[\(.*\)\])/\1/p' configure.ac)

# These need no configuration; all others do.
unconfigured := help clean distclean dist lint checklist files pot unmarked
ifneq (,$(filter-out $(unconfigured),$(goals)))
include config.mk
endif

configure: configure.ac
	@command -v autoconf >/dev/null || { \
		echo "autoconf makes ./configure and is not here: run 'make deps'."; \
		exit 1; } >&2
	autoheader
	autoconf
	@touch config.h.in $@

# CFLAGS of one make's command line are not for all that follow.
config.mk: configure config.mk.in
	@$(if $(filter command,$(origin CFLAGS)),unset CFLAGS;) if test -x config.status; \
	then ./config.status --recheck && ./config.status; \
	else ./configure; fi
	@touch $@

config.h: config.mk
	@test -f $@ || ./config.status $@

#### flags

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wpointer-arith -Wwrite-strings -Wvla
# Warnings end the build where it was configured so, in CI and by WERROR=1.
WERROR ?= $(if $(filter true,$(CI)),yes,$(CONFIG_WERROR))
ifneq (,$(filter 1 y yes,$(WERROR)))
WARNINGS += -Werror
endif

# Sanitizers bring their own checks, and _FORTIFY_SOURCE needs an optimizer.
sanitized := $(findstring -fsanitize,$(CFLAGS))
ifeq ($(HARDENING)$(sanitized),yes)
harden_cflags = $(HARDEN_CFLAGS)
harden_ldflags = $(HARDEN_LDFLAGS)
ifneq (,$(filter-out -O0,$(filter -O%,$(CFLAGS))))
harden_cflags += -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
endif
endif

cppflags = -I. -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 $(LIB_CFLAGS) $(CPPFLAGS)
cflags = -std=c11 $(WARNINGS) -pthread $(harden_cflags) $(CFLAGS)
ldflags = $(AS_NEEDED) $(harden_ldflags) $(LDFLAGS)

# Other flags than last time: everything is made again.
ifneq (,$(filter-out $(unconfigured),$(goals)))
flags := $(strip $(CC) $(cppflags) $(cflags) $(ldflags))
ifneq ($(flags),$(shell cat $(BUILD)/flags 2>/dev/null))
$(shell mkdir -p $(BUILD) && echo '$(flags)' >$(BUILD)/flags)
endif
endif

# A line a file; whole commands with V=1.
ifneq ($(V),1)
say = @printf '  %-5s %s\n' $(1) $(2);
endif

#### the sources

sources = $(wildcard $(1)/*.c $(1)/*/*.c $(1)/*/*/*.c)
objects = $(patsubst %.c,$(BUILD)/%.o,$(1))
programs = $(patsubst %.c,$(BUILD)/%,$(1))

common_src := $(call sources,common)
server_src := $(filter-out server/main.c,$(call sources,server))
client_src := $(filter-out client/main.c,$(call sources,client))
support_src := $(wildcard tests/support/*.c)

common_tests := $(call programs,$(wildcard tests/common/test_*.c))
server_tests := $(call programs,$(wildcard $(addsuffix /test_*.c, \
	tests/server tests/server/* tests/server/*/*)))
client_tests := $(call programs,$(wildcard $(addsuffix /test_*.c, \
	tests/client tests/client/* tests/client/*/*)))
unit_tests := $(common_tests) $(server_tests) $(client_tests)
e2e_tests := $(call programs,$(wildcard tests/e2e/test_*.c))
benches := $(call programs,$(wildcard tests/bench/bench_*.c))
counts := $(call programs,$(wildcard tests/bench/count_*.c))

fuzz_names := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
fuzzers := $(fuzz_names:%=$(BUILD)/tests/fuzz/fuzz_%)
replays := $(fuzz_names:%=$(BUILD)/tests/fuzz/replay_%)

scripts := $(wildcard .ci/run contrib/*.sh tests/*.sh tests/*/*.sh)
script_tests := $(wildcard tests/test_*.sh)
e2e_scripts := $(wildcard tests/e2e/test_*.sh)

#### objects, libraries, programs

binaries := $(BUILD)/tchat-server $(BUILD)/tchat

all: $(binaries)

$(BUILD)/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC,$<)$(CC) $(cppflags) $(cflags) -MMD -MP -c -o $@ $<

$(BUILD)/libcommon.a: $(call objects,$(common_src))
$(BUILD)/libserver.a: $(call objects,$(server_src))
$(BUILD)/libclient.a: $(call objects,$(client_src))
$(BUILD)/libsupport.a: $(call objects,$(support_src))
$(BUILD)/lib%.a:
	@mkdir -p $(@D); rm -f $@
	$(call say,AR,$@)$(AR) rcs $@ $(filter %.o,$^)

common_lib := $(BUILD)/libcommon.a
server_lib := $(BUILD)/libserver.a $(common_lib)
client_lib := $(BUILD)/libclient.a $(common_lib)
support_lib := $(BUILD)/libsupport.a
# a program that may use any part of either side, though none uses both
any_lib := $(support_lib) $(BUILD)/libserver.a $(BUILD)/libclient.a $(common_lib)
any_libs = $(SERVER_LIBS) $(CLIENT_LIBS) $(COMMON_LIBS)

# $(call link,libraries): the objects and archives are the prerequisites.
link = $(call say,LINK,$@)$(CC) $(cflags) $(ldflags) -o $@ \
	$(filter %.o,$^) $(filter %.a,$^) $(1) $(LIBS)

$(BUILD)/tchat-server: $(BUILD)/server/main.o $(server_lib)
	$(call link,$(SERVER_LIBS) $(COMMON_LIBS))
$(BUILD)/tchat: $(BUILD)/client/main.o $(client_lib)
	$(call link,$(CLIENT_LIBS) $(COMMON_LIBS))

#### tests

TEST_PACKAGES := cmocka vterm yaml-0.1
test_libs = $(shell $(PKG_CONFIG) --libs $(TEST_PACKAGES))
$(BUILD)/test-libs: $(BUILD)/flags
	@$(PKG_CONFIG) --print-errors --exists $(TEST_PACKAGES) || { \
		echo "The tests need libcmocka-dev libvterm-dev libyaml-dev:" \
		    "run 'make deps check'."; exit 1; } >&2
	@touch $@
$(call objects,$(wildcard tests/*/*.c tests/*/*/*.c tests/*/*/*/*.c)): \
	| $(BUILD)/test-libs

$(common_tests): $(BUILD)/%: $(BUILD)/%.o $(support_lib) $(common_lib)
	$(call link,$(test_libs) $(any_libs))
$(server_tests): $(BUILD)/%: $(BUILD)/%.o $(support_lib) $(server_lib)
	$(call link,$(test_libs) $(any_libs))
$(client_tests): $(BUILD)/%: $(BUILD)/%.o $(support_lib) $(client_lib)
	$(call link,$(test_libs) $(any_libs))
$(e2e_tests): $(BUILD)/%: $(BUILD)/%.o $(support_lib) $(server_lib)
	$(call link,$(test_libs) $(any_libs))
$(benches) $(counts): $(BUILD)/%: $(BUILD)/%.o $(any_lib)
	$(call link,$(test_libs) $(any_libs))

# fuzz_server_X and fuzz_client_X are linked with their side as well.
fuzz_libs = $(support_lib) $(patsubst server_%,$(BUILD)/libserver.a,$(filter server_%,$(1))) \
	$(patsubst client_%,$(BUILD)/libclient.a,$(filter client_%,$(1))) \
	$(common_lib)
.SECONDEXPANSION:
$(replays): $(BUILD)/tests/fuzz/replay_%: $(BUILD)/tests/fuzz/fuzz_%.o \
		$(BUILD)/tests/fuzz/replay.o $$(call fuzz_libs,$$*)
	$(call link,$(any_libs))
$(fuzzers): $(BUILD)/tests/fuzz/fuzz_%: $(BUILD)/tests/fuzz/fuzz_%.o \
		$$(call fuzz_libs,$$*)
	$(call link,-fsanitize=fuzzer $(any_libs))

tests: $(unit_tests) $(e2e_tests) $(replays)

run_tests = TCHAT_BUILD=$(abspath $(BUILD)) bash tests/run.sh

check: all tests
	@$(run_tests) tests/layers.sh tests/checklist.sh \
		$(script_tests) $(unit_tests) $(replays) $(e2e_tests) \
		$(e2e_scripts)
	@TCHAT_BUILD=$(abspath $(BUILD)) bash tests/times.sh short $(unit_tests)
times: $(unit_tests)
	@TCHAT_BUILD=$(abspath $(BUILD)) bash tests/times.sh all $(unit_tests)
unit: $(unit_tests) $(replays)
	@$(run_tests) $(unit_tests) $(replays)
e2e: all $(e2e_tests)
	@$(run_tests) $(e2e_tests) $(e2e_scripts)

bench: all $(benches)
ifeq (,$(filter -O2 -O3,$(CFLAGS)))
	@echo "bench measures an optimized build: CFLAGS has no -O2." >&2; exit 1
endif
	@set -e; for b in $(benches); do echo "== $$b"; \
		TCHAT_BUILD=$(abspath $(BUILD)) $$b; done

bench-count: $(counts)
	@sh tests/bench/count.sh $(BUILD)

sizes: all
	@sh tests/sizes.sh $(BUILD)
structure: all
	@sh tests/structure.sh $(BUILD)

#### other builds, each in its own folder

CLANG ?= clang
sub = +@$(MAKE) --no-print-directory BUILD=$(BUILD)/$(1)
# A view of nothing is NULL and 0; that NULL + 0 is NULL is undefined in C11 alone.
sanitizers = -O1 -g -fno-omit-frame-pointer -fno-sanitize-recover=all \
	-fno-sanitize=pointer-overflow

asan: | need-clang
	$(call sub,asan) CC=$(CLANG) TEST_TIMEOUT=$(or $(TEST_TIMEOUT),600) \
		CFLAGS='-fsanitize=address,undefined $(sanitizers)' check-asan
check-asan: all tests
	@ASAN_OPTIONS=detect_leaks=1:detect_stack_use_after_return=1:strict_string_checks=1 \
	UBSAN_OPTIONS=print_stacktrace=1 \
	$(run_tests) $(unit_tests) $(replays) $(e2e_tests) $(e2e_scripts)

tsan: | need-clang
	$(call sub,tsan) CC=$(CLANG) TEST_TIMEOUT=$(or $(TEST_TIMEOUT),600) \
		CFLAGS='-fsanitize=thread $(sanitizers)' unit

FUZZ_SECONDS ?= 20
fuzz: | need-clang
	$(call sub,fuzz) CC=$(CLANG) run-fuzzers CFLAGS=' \
		-fsanitize=fuzzer-no-link,address,undefined $(sanitizers)'
run-fuzzers: $(fuzzers)
	@sh tests/fuzz.sh $(BUILD) $(FUZZ_SECONDS) $(fuzz_names)

coverage:
	@rm -rf $(BUILD)/coverage
	$(call sub,coverage) CC=gcc CFLAGS='-O0 -g --coverage' check; \
	status=$$?; sh tests/coverage.sh $(BUILD)/coverage && exit $$status

need-clang:
	@command -v $(CLANG) >/dev/null || { \
		echo "$(CLANG) is not here: run 'make deps $(goals)'."; \
		exit 1; } >&2

#### what reads the sources

c_files := $(sort $(wildcard $(addsuffix /*.c,$(foreach d,common server client \
	tests,$d $d/* $d/*/* $d/*/*/*))))
man_pages := $(wildcard man/*.[1-9])
JOBS ?= $(shell nproc 2>/dev/null || echo 2)

lint:
	@sh tests/lint.sh $(JOBS) c $(c_files) man $(man_pages) \
		sh $(scripts)

checklist:
	@tests/checklist.sh table
	@tests/checklist.sh tests
files:
	@sh tests/files.sh

# $(FILES) narrows it down
FILES ?= $(c_files)
tidy: | need-clang $(BUILD)/test-libs
	@printf '%s\n' $(FILES) | xargs -P $(JOBS) -n 1 \
		sh tests/tidy.sh $(cppflags) -std=c11 --

#### translations

xgettext = xgettext --language=C --from-code=UTF-8 --keyword --keyword=_ \
	--keyword=N_ --keyword=ngettext:1,2 --package-name=tchat \
	--package-version=$(VERSION) --no-wrap
text_sources = $(sort $(common_src) $(server_src) $(client_src) \
	server/main.c client/main.c $(wildcard */config/config_rows.h))
translations := $(patsubst po/%.po,%,$(wildcard po/*.po))

pot:
	$(xgettext) --add-comments=TRANSLATORS -o po/tchat.pot $(text_sources)
unmarked:
	@XGETTEXT='$(xgettext)' sh tests/unmarked.sh $(text_sources)

$(BUILD)/po/%.mo: po/%.po
	@mkdir -p $(@D)
	$(call say,MO,$<)msgfmt --check -o $@ $<

#### install

ifdef PREFIX
prefix := $(PREFIX)
endif
PACKAGE_TARNAME := tchat
INSTALL ?= install
dest = $(DESTDIR)$(1)
examples := $(wildcard contrib/*.conf contrib/examples/*)
docs := README.md SECURITY.md COPYING
unit := $(BUILD)/tchat-server.service

# Where the programs go is known when they are installed.
install: all $(translations:%=$(BUILD)/po/%.mo)
	$(INSTALL) -d $(call dest,$(bindir))
	$(INSTALL) -m 755 $(binaries) $(call dest,$(bindir))
	@set -e; for page in $(man_pages); do \
		to=$(call dest,$(mandir))/man$${page##*.}; \
		echo $(INSTALL) -m 644 $$page $$to; \
		$(INSTALL) -d $$to; $(INSTALL) -m 644 $$page $$to; done
	@set -e; for language in $(translations); do \
		to=$(call dest,$(localedir))/$$language/LC_MESSAGES; \
		echo $(INSTALL) -m 644 $(BUILD)/po/$$language.mo $$to/tchat.mo; \
		$(INSTALL) -d $$to; \
		$(INSTALL) -m 644 $(BUILD)/po/$$language.mo $$to/tchat.mo; done
	$(INSTALL) -d $(call dest,$(docdir))/examples
	$(INSTALL) -m 644 $(docs) $(call dest,$(docdir))
	@set -e; for example in $(examples); do \
		echo $(INSTALL) -m 644 $$example; \
		$(INSTALL) -m 644 $$example $(call dest,$(docdir))/examples; done
ifneq (,$(systemdsystemunitdir))
	sed 's,@bindir@,$(bindir),g; s,@sysconfdir@,$(sysconfdir),g' \
		contrib/tchat-server.service.in >$(unit)
	$(INSTALL) -d $(call dest,$(systemdsystemunitdir))
	$(INSTALL) -m 644 $(unit) $(call dest,$(systemdsystemunitdir))
endif
ifneq (,$(sysusersdir))
	$(INSTALL) -d $(call dest,$(sysusersdir))
	$(INSTALL) -m 644 contrib/tchat-server.sysusers \
		$(call dest,$(sysusersdir))/tchat-server.conf
endif

uninstall:
	rm -f $(addprefix $(call dest,$(bindir))/,tchat tchat-server)
	rm -f $(foreach page,$(man_pages),$(call dest,$(mandir))/man$(subst \
		.,,$(suffix $(page)))/$(notdir $(page)))
	$(if $(systemdsystemunitdir),rm -f $(call \
		dest,$(systemdsystemunitdir))/tchat-server.service)
	$(if $(sysusersdir),rm -f $(call \
		dest,$(sysusersdir))/tchat-server.conf)
	rm -f $(foreach language,$(translations),$(call \
		dest,$(localedir))/$(language)/LC_MESSAGES/tchat.mo)
	rm -f $(addprefix $(call dest,$(docdir))/,$(docs)) \
		$(addprefix $(call dest,$(docdir))/examples/,$(notdir $(examples)))
	-@rmdir $(call dest,$(docdir))/examples $(call dest,$(docdir)) 2>/dev/null

#### the rest

screens: all
	@bash contrib/screens.sh $(BUILD)
dist: configure
	@sh contrib/dist.sh $(VERSION)
distcheck: dist
	@sh tests/distcheck.sh tchat-$(VERSION).tar.gz

run: all
	@bash contrib/run.sh $(BUILD)

clean:
	rm -rf $(BUILD)
distclean: clean
	rm -rf autom4te.cache configure configure~ config.h config.h.in config.log \
		config.mk config.status tchat-*.tar.gz

help:
	@echo "make [deps] [TARGET]...   deps installs what the other targets need"
	@sed -n 's/^#: //p' Makefile
#: all        build/tchat and build/tchat-server
#: run        a server on this machine and a client on it; no terminal: a demo
#: check      all tests
#: unit       the unit tests and the fuzzers' kept corpus
#: e2e        the tests with real programs
#: times      the unit tests at other times of day, on other days, in other zones
#: tests      build the tests, run none
#: bench      measure, and print figures
#: bench-count  count the instructions of a delivery and others with callgrind
#: screens    draw the screens in README.md and the manual again
#: sizes      lines and code by folder; the layers checked
#: structure  cycles of includes and calls, files with one caller, long functions
#: lint       clang-format, cppcheck, mandoc, groff, shellcheck, layers; HACKING.md names what exists
#: checklist  print the points of the protocol and the tests that hold them
#: files      print all files, with a line on each
#: pot        write po/tchat.pot, the texts to translate; unmarked: texts that may lack a mark
#: tidy       clang-tidy; FILES='...' for some
#: asan       the tests in a build with ASan and UBSan
#: tsan       the unit tests in a build with TSan
#: fuzz       each fuzzer for FUZZ_SECONDS (20)
#: coverage   the tests' line coverage by folder
#: install    programs, manuals and systemd's unit to PREFIX (/usr/local), below DESTDIR
#: uninstall  take them away again
#: dist       tchat-VERSION.tar.gz
#: distcheck  build, test, install and uninstall from that tarball
#: clean      remove what was built; distclean: and the configuration
#: deps       install what is needed (Debian), or say what that is
#: Variables: BUILD (build), CC, CFLAGS, WERROR=1, V=1, JOBS, TEST_TIMEOUT

.PHONY: all tests pot unmarked check check-asan unit e2e bench bench-count screens sizes structure asan tsan fuzz \
	run-fuzzers coverage need-clang lint checklist files times tidy install uninstall dist \
	distcheck run clean distclean help deps

ifneq (,$(filter-out $(unconfigured),$(goals)))
-include $(patsubst %.c,$(BUILD)/%.d,$(c_files))
endif

endif
