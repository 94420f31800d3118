package io.sightline.command;

import io.sightline.failure.NearestName;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;

/**
 * The command line. Exit status 0: all is well; 1: errors were found; 2: it was called wrongly, and the error output
 * says how.
 */
public final class Commands {
    private static final int WRONGLY_CALLED = 2;
    private static final List<String> NAMES =
            List.of("validate", "test", "new", PrepareCommand.NAME, MigrateCommand.NAME, DoctorCommand.NAME);

    private Commands() {}

    /** Whether arguments ask for a command. Without one, or with properties alone, the runtime serves. */
    public static boolean areMeant(String... arguments) {
        return arguments.length > 0
                && (!arguments[0].startsWith("-") || arguments[0].equals("--help") || arguments[0].equals("-h"));
    }

    /** Whether the output of a command is a report, with which nothing that is logged is to be mixed. */
    public static boolean isReport(String... arguments) {
        return !arguments[0].equals(MigrateCommand.NAME);
    }

    /**
     * Runs the command that the first argument names, and returns the exit status.
     *
     * @param beans those of the runtime
     * @param migrations those that the runtime makes at its start
     * @param examinations of what the runtime needs
     * @param preparations of servers for the runtime
     */
    public static int run(
            PrintWriter out,
            PrintWriter err,
            RuntimeBeans beans,
            Migrations migrations,
            Examinations examinations,
            Preparations preparations,
            String... arguments) {
        if (!arguments[0].startsWith("-") && !NAMES.contains(arguments[0])) {
            err.println("unknown command '" + arguments[0] + "'" + NearestName.hint(arguments[0], NAMES));
            err.println(
                    "Commands are validate, test, new, prepare, migrate and doctor; without a command the runtime serves."
                            + " --help says more.");
            err.flush();
            return WRONGLY_CALLED;
        }
        return new CommandLine(new Root())
                .addSubcommand(new ValidateCommand(out, err, beans))
                .addSubcommand(new TestCommand(out, err, beans))
                .addSubcommand(new NewCommand(out, err))
                .addSubcommand(new PrepareCommand(out, err, preparations))
                .addSubcommand(new MigrateCommand(out, err, migrations))
                .addSubcommand(new DoctorCommand(out, err, examinations))
                .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
                .setUsageHelpWidth(110)
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((failure, line, result) -> {
                    err.println(failure.getClass().getSimpleName() + ": " + failure.getMessage());
                    return WRONGLY_CALLED;
                })
                .execute(arguments);
    }

    @Command(
            name = "sightline",
            synopsisSubcommandLabel = "COMMAND",
            description = "Without a command the runtime serves, and --NAME=VALUE sets its properties.")
    private static final class Root {
        @SuppressWarnings("UnusedVariable") // picocli answers it.
        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                scope = CommandLine.ScopeType.INHERIT,
                description = "This text.")
        private boolean help;
    }
}
