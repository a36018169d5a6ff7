#ifndef BUILDKIT_CGROUP_H
#define BUILDKIT_CGROUP_H
#include "sandbox.h"

/* cgroup_find.c: folders that groups can be made in. */
bool cgroup_parent_v1(const char *controller, char folder[PATH_MAX]);
int cgroup_parents_v2(char folders[3][PATH_MAX]);

/* cgroup_stale.c */
unsigned long long cgroup_start_time(long pid);
void cgroup_remove_folder(const char *folder);
void cgroup_remove_stale(const char *parent, unsigned long long namespace);
#endif
