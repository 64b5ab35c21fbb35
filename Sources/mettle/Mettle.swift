// The program: reads the command line, runs the command, ends with its status.
// Leaves to others: everything a command does (a file a command).

import CommandLine

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@main
struct Mettle {
    static func main() {
        // A reader that closes the pipe (head, less) ends the program quietly through the failed write.
        signal(SIGPIPE, SIG_DFL)
        exit(status(of: Array(Swift.CommandLine.arguments.dropFirst())))
    }

    static func status(of words: [String]) -> Int32 {
        let console = Console()
        do {
            switch try Program.mettle.parse(words, on: console.terminal) {
            case .print(let text, let status):
                StandardStream.output.write(text)
                return status.rawValue
            case .run(let command, let arguments):
                return try run(command, arguments, console: console)
            }
        } catch let error as UsageError {
            console.error(error.sentences)
            return ExitCode.usage.rawValue
        } catch let failure as Failure {
            console.error(failure.sentences)
            return failure.status.rawValue
        } catch {
            console.error(["\(error)", "This is a fault of mettle. Please report it with the command that you typed."])
            return ExitCode.software.rawValue
        }
    }

    private static func run(_ command: Command, _ arguments: Arguments, console: Console) throws -> Int32 {
        switch command.name {
        case Command.run.name: try RunCommand(arguments, console: console).run()
        case Command.list.name: try ListCommand(arguments, console: console).run()
        case Command.doctor.name: try DoctorCommand(arguments, console: console).run()
        case Command.show.name: try ShowCommand(arguments, console: console).run()
        case Command.compare.name: try CompareCommand(arguments, console: console).run()
        case Command.board.name: try BoardCommand(arguments, console: console).run()
        case Command.net.name: try NetCommand(arguments, console: console).run()
        case Command.dataCommand.name: try DataCommand(arguments, console: console).run()
        default: preconditionFailure("\(command.name) is declared and not run")
        }
    }
}
