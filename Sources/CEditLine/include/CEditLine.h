// What Swift cannot say to libedit by itself: its variadic functions with a fixed number of
// arguments, its standard streams, and what must happen inside a signal handler.
#pragma once

#include <histedit.h>
#include <stdbool.h>
#include <wchar.h>

typedef unsigned char (*EditLineCommand)(EditLine *, wint_t);
typedef int (*EditLineReader)(EditLine *, wchar_t *);

// libedit keeps the text, the keys and the modes; what it would draw goes nowhere, because the
// screen is drawn by the owner. NULL where standard input or output is no terminal.
EditLine *editline_open(const char *program, void *owner, EditLineReader reader);
void editline_close(EditLine *editor);
void *editline_owner(EditLine *editor);
int editline_add_command(EditLine *editor, const char *name, const char *summary,
                         EditLineCommand command);
// `key` in the notation of editrc(5); `alternate` is the command map of vi.
int editline_bind(EditLine *editor, bool alternate, const char *key, const char *command);
int editline_set_mode(EditLine *editor, const char *mode);
bool editline_is_vi(EditLine *editor);

// Between begin and end the terminal may be raw; whatever ends the process in between gives it
// back as it was found. `end` also does so.
void editline_begin(void);
void editline_make_raw(void);
void editline_end(void);
// Gives the terminal back, stops the process as Ctrl-Z does, and goes on when it is continued.
void editline_suspend(void);
int editline_columns(void);
int editline_rows(void);

enum EditLineEvent {
  EditLineReadable,
  EditLineTimeout,
  EditLineInterrupted,
  EditLineResized,
  EditLineSuspended,
  EditLineContinued,
};
// Waits for a byte on standard input, for a signal, or for the time to pass (-1: for ever).
enum EditLineEvent editline_wait(int milliseconds);

// Ctrl-C: how often it was pressed since the count was last cleared.
void interrupt_install(void);
int interrupt_count(void);
// Whether it was pressed twice within a second since then.
bool interrupt_is_double(void);
void interrupt_clear(void);

// Runs a line of the shell with one argument, and waits for it: its exit status, or -1 where it
// has none. Signals of the terminal reach it, too.
int editline_run(const char *line, const char *argument);

// UTF-8 for characters, whatever the environment says; numbers keep their point.
void editline_use_utf8(void);
