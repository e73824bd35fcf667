#include "coderandom.h"
#include <stdint.h>

static _Thread_local uint32_t state;

// The recurrence of ODE, that of Numerical Recipes.
unsigned long dRand(void) {
  state = 1664525u * state + 1013904223u;
  return state;
}

unsigned long dRandGetSeed(void) { return state; }

void dRandSetSeed(unsigned long seed) { state = (uint32_t)seed; }

int dRandInt(int n) { return (int)((uint64_t)dRand() * (uint32_t)n >> 32); }

double dRandReal(void) { return (double)dRand() / (double)UINT32_MAX; }
