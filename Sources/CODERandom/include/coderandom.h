#pragma once

/// ODE's random numbers, drawn from a generator of each thread instead of the process's one. The
/// dynamic linker finds these before those of libode, which calls them through its symbol table.
unsigned long dRand(void);
unsigned long dRandGetSeed(void);
void dRandSetSeed(unsigned long seed);
/// 0 to n − 1.
int dRandInt(int n);
/// 0 to 1, both included.
double dRandReal(void);
