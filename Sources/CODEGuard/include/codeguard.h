#pragma once

#include <stdbool.h>

// Those of <ode/ode.h>, which is another module's.
struct dxWorld;
struct dxGeom;

/// From now on a failed assertion of ODE does not abort the process: within the functions below it
/// ends the call, elsewhere the program, with one line and the exit code of an internal error.
void ganglionCatchAssertions(void);

/// A step of a world by `dWorldStep` or `dWorldQuickStep`; false where an assertion failed. The
/// world must then not be stepped again, and can only be destroyed.
bool ganglionStep(struct dxWorld *world, double dt, bool direct);

/// `dCollide`, which writes its contacts from `first` on (a `dContactGeom`); -1 where an assertion
/// failed.
int ganglionCollide(struct dxGeom *a, struct dxGeom *b, int most, void *first, int stride);
