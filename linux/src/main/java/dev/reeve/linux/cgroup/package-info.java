/** Groups of processes, see cgroups(7) and the kernel's Documentation/admin-guide/cgroup-v2.rst. */
package dev.reeve.linux.cgroup;
