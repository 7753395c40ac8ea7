import CMalloc
import Glibc

// Data and networks that are given up go back to the system at once. Left to itself, malloc takes up
// to 32 MB from a heap of which it returns only the end.
mallopt(M_MMAP_THRESHOLD, 1 << 18)

exit(onLargeStack { Program(arguments: Array(CommandLine.arguments.dropFirst())).run() })
