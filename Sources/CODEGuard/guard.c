#include "codeguard.h"
#include <ode/ode.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

// Where the thread goes on when an assertion fails. ODE's frames between hold nothing that has to
// be given back: its scratch memory belongs to the world.
static _Thread_local jmp_buf *place;

static void fail(int number, const char *message, va_list arguments) {
  if (place) longjmp(*place, 1);
  char text[512];
  vsnprintf(text, sizeof text, message, arguments);
  fprintf(stderr, "error: the rigid-body engine refuses its input (%d): %s\n", number, text);
  _exit(70);
}

void ganglionCatchAssertions(void) {
  dSetDebugHandler(fail);
  dSetErrorHandler(fail);
}

bool ganglionStep(struct dxWorld *world, double dt, bool direct) {
  jmp_buf here;
  jmp_buf *volatile before = place;
  if (_setjmp(here)) {
    place = before;
    return false;
  }
  place = &here;
  bool done = direct ? dWorldStep(world, dt) : dWorldQuickStep(world, dt);
  place = before;
  return done;
}

int ganglionCollide(struct dxGeom *a, struct dxGeom *b, int most, void *first, int stride) {
  jmp_buf here;
  jmp_buf *volatile before = place;
  if (_setjmp(here)) {
    place = before;
    return -1;
  }
  place = &here;
  int found = dCollide(a, b, most, first, stride);
  place = before;
  return found;
}
