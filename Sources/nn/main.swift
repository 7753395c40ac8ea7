import CGlibc
import Glibc

// Data and networks that are given up go back to the system at once. Left to itself, malloc takes up
// to 32 MB from a heap of which it returns only the end.
mallopt(M_MMAP_THRESHOLD, 1 << 18)

// One heap for all threads, which seldom ask for memory: that of a second thread, and all runs on one
// with a large stack, grows by a call of the system for each page.
mallopt(M_ARENA_MAX, 1)

exit(onLargeStack { Program(arguments: Array(CommandLine.arguments.dropFirst())).run() })
