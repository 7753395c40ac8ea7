import Glibc

exit(onLargeStack { Program(arguments: Array(CommandLine.arguments.dropFirst())).run() })
