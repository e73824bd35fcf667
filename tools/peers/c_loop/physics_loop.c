// The physics of a taped episode as a bare C loop over ODE: the yardstick for what sensing, network,
// reward and bookkeeping cost in Ganglion. Reads a tape (see Sources/RigidBodyDynamics/WorldTape.swift),
// makes the same calls in the same order, and prints
//
//   cpu_s <CPU seconds of building the world and stepping it> body0 <x> <y> <z of body 0, hexadecimal>
//
// usage: physics_loop TAPE
#include <ode/ode.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MAX_OBJECTS = 256, MAX_VALUES = 10 };
enum op { WORLD, BODY, PLACE, JOINT, STOPS, SHAPE, PAIR, EFFORT, ROTOR, STEP };

struct call { enum op op; int i[3]; double v[MAX_VALUES]; };

static const struct { const char *name; enum op op; int integers, values; } grammar[] = {
  {"world", WORLD, 1, 9}, {"body", BODY, 0, 7}, {"place", PLACE, 1, 7}, {"joint", JOINT, 3, 6},
  {"stops", STOPS, 1, 2}, {"shape", SHAPE, 2, 10}, {"pair", PAIR, 2, 0}, {"effort", EFFORT, 1, 1},
  {"rotor", ROTOR, 1, 3},
  {"step", STEP, 0, 1},
};

static dWorldID world;
static dJointGroupID contacts;
static dGeomID ground;
static dBodyID bodies[MAX_OBJECTS];
static struct { dJointID id; int slider; } joints[MAX_OBJECTS];
static struct { dGeomID id; dBodyID body; double radius; } shapes[MAX_OBJECTS];
static int pairs[MAX_OBJECTS * 4][2], body_count, joint_count, shape_count, pair_count, cap;
static double joint_erp, joint_cfm, stop_erp, stiffness, damping;
static dContact buffer[32];
static dSurfaceParameters surface;

static void fail(const char *why) { fprintf(stderr, "physics_loop: %s\n", why); exit(65); }

static void make_contacts(dGeomID a, dBodyID ba, dGeomID b, dBodyID bb) {
  int found = dCollide(a, b, cap, &buffer[0].geom, sizeof(dContact));
  for (int k = 0; k < found; k++) {
    buffer[k].surface = surface;
    dJointAttach(dJointCreateContact(world, contacts, &buffer[k]), ba, bb);
  }
}

static void step(double dt) {
  surface.soft_erp = dt * stiffness / (dt * stiffness + damping);
  surface.soft_cfm = 1 / (dt * stiffness + damping);
  for (int k = 0; k < shape_count; k++)
    if (dGeomGetPosition(shapes[k].id)[2] - shapes[k].radius <= 0)
      make_contacts(shapes[k].id, shapes[k].body, ground, 0);
  for (int k = 0; k < pair_count; k++) {
    int a = pairs[k][0], b = pairs[k][1];
    const double *p = dGeomGetPosition(shapes[a].id), *q = dGeomGetPosition(shapes[b].id);
    double x = p[0] - q[0], y = p[1] - q[1], z = p[2] - q[2], r = shapes[a].radius + shapes[b].radius;
    if (x * x + y * y + z * z < r * r)
      make_contacts(shapes[a].id, shapes[a].body, shapes[b].id, shapes[b].body);
  }
  dWorldStep(world, dt);
  dJointGroupEmpty(contacts);
}

static void make_world(const struct call *c) {
  cap = c->i[0];
  world = dWorldCreate();
  dWorldSetGravity(world, c->v[0], c->v[1], c->v[2]);
  joint_erp = c->v[3], joint_cfm = c->v[4], stop_erp = c->v[5];
  dWorldSetERP(world, joint_erp);
  dWorldSetCFM(world, joint_cfm);
  surface.mode = dContactApprox1 | dContactSoftERP | dContactSoftCFM;
  stiffness = c->v[6], damping = c->v[7], surface.mu = c->v[8];
  contacts = dJointGroupCreate(0);
  ground = dCreatePlane(0, 0, 0, 1, 0);
}

static void set(int j, int parameter, double value) {
  if (joints[j].slider) dJointSetSliderParam(joints[j].id, parameter, value);
  else dJointSetHingeParam(joints[j].id, parameter, value);
}

static void make_joint(const struct call *c) {
  const double *v = c->v;
  int j = joint_count++;
  joints[j].slider = c->i[0];
  joints[j].id = c->i[0] ? dJointCreateSlider(world, 0) : dJointCreateHinge(world, 0);
  dJointAttach(joints[j].id, bodies[c->i[1]], bodies[c->i[2]]);
  if (c->i[0]) dJointSetSliderAxis(joints[j].id, v[3], v[4], v[5]);
  else {
    dJointSetHingeAnchor(joints[j].id, v[0], v[1], v[2]);
    dJointSetHingeAxis(joints[j].id, v[3], v[4], v[5]);
  }
  set(j, dParamCFM, joint_cfm);
  set(j, dParamERP, joint_erp);
}

static void set_stops(const struct call *c) {
  int j = c->i[0];
  set(j, dParamLoStop, c->v[0]);
  set(j, dParamHiStop, c->v[1]);
  set(j, dParamStopERP, stop_erp);
  set(j, dParamStopCFM, joint_cfm);
  set(j, dParamBounce, 0);
}

static void make_shape(const struct call *c) {
  const double *v = c->v;
  dGeomID g = 0;
  double r = 0;
  switch (c->i[0]) {
    case 0: g = dCreateSphere(0, v[0]), r = v[0]; break;
    case 1: g = dCreateBox(0, v[0], v[1], v[2]), r = sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]) / 2; break;
    case 2: g = dCreateCapsule(0, v[0], v[1]), r = v[0] + v[1] / 2; break;
    case 3: g = dCreateCylinder(0, v[0], v[1]), r = sqrt(v[0] * v[0] + v[1] * v[1] / 4); break;
    default: fail("unknown shape");
  }
  dGeomSetBody(g, bodies[c->i[1]]);
  dGeomSetOffsetPosition(g, v[3], v[4], v[5]);
  dGeomSetOffsetQuaternion(g, (dQuaternion){v[6], v[7], v[8], v[9]});
  shapes[shape_count].id = g, shapes[shape_count].body = bodies[c->i[1]], shapes[shape_count++].radius = r;
}

static void run(const struct call *c) {
  const double *v = c->v;
  dMass m;
  switch (c->op) {
    case WORLD: make_world(c); break;
    case BODY:
      bodies[body_count] = dBodyCreate(world);
      dMassSetParameters(&m, v[0], 0, 0, 0, v[1], v[2], v[3], v[4], v[5], v[6]);
      dBodySetMass(bodies[body_count++], &m);
      break;
    case PLACE:
      dBodySetPosition(bodies[c->i[0]], v[0], v[1], v[2]);
      dBodySetQuaternion(bodies[c->i[0]], (dQuaternion){v[3], v[4], v[5], v[6]});
      dBodySetLinearVel(bodies[c->i[0]], 0, 0, 0);
      dBodySetAngularVel(bodies[c->i[0]], 0, 0, 0);
      break;
    case JOINT: make_joint(c); break;
    case STOPS: set_stops(c); break;
    case SHAPE: make_shape(c); break;
    case PAIR: pairs[pair_count][0] = c->i[0], pairs[pair_count++][1] = c->i[1]; break;
    case EFFORT:
      if (joints[c->i[0]].slider) dJointAddSliderForce(joints[c->i[0]].id, v[0]);
      else dJointAddHingeTorque(joints[c->i[0]].id, v[0]);
      break;
    case ROTOR:
      set(c->i[0], dParamFMax, v[0]);
      set(c->i[0], dParamCFM, v[1]);
      set(c->i[0], dParamVel, v[2]);
      break;
    case STEP: step(v[0]); break;
  }
}

static int parse(char *line, struct call *c) {
  char *word = strtok(line, " \n");
  for (size_t g = 0; word && g < sizeof grammar / sizeof *grammar; g++) {
    if (strcmp(word, grammar[g].name)) continue;
    c->op = grammar[g].op;
    for (int k = 0; k < grammar[g].integers; k++) {
      if (!(word = strtok(0, " \n"))) fail("too few indices");
      c->i[k] = atoi(word);
      if (c->i[k] < 0 || c->i[k] >= MAX_OBJECTS) fail("index out of range");
    }
    for (int k = 0; k < grammar[g].values; k++) {
      if (!(word = strtok(0, " \n"))) fail("too few numbers");
      c->v[k] = strtod(word, 0);
    }
    return 1;
  }
  return 0;
}

int main(int argc, char **argv) {
  FILE *file = argc == 2 ? fopen(argv[1], "r") : 0;
  if (!file) fail("usage: physics_loop TAPE");
  size_t count = 0, room = 1024;
  struct call *calls = malloc(room * sizeof *calls);
  char line[1024];
  while (fgets(line, sizeof line, file)) {
    if (count == room) calls = realloc(calls, (room *= 2) * sizeof *calls);
    if (!parse(line, &calls[count++])) fail("unknown call");
  }
  fclose(file);
  dInitODE2(0);
  dAllocateODEDataForThread(dAllocateMaskAll);
  struct timespec a, b;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
  for (size_t k = 0; k < count; k++) run(&calls[k]);
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
  const double *p = dBodyGetPosition(bodies[0]);
  printf("cpu_s %.9f body0 %a %a %a\n", (b.tv_sec - a.tv_sec) + 1e-9 * (b.tv_nsec - a.tv_nsec), p[0], p[1], p[2]);
}
