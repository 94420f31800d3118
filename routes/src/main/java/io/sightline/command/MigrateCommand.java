package io.sightline.command;

import io.sightline.failure.FailureClassifier;
import io.sightline.failure.Secrets;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code migrate}: brings the database to the schema of this runtime, and ends. */
@Command(
        name = MigrateCommand.NAME,
        description = "Brings the database to the schema of this runtime, and ends.",
        footer = {
            "",
            "It reads spring.datasource.* and spring.flyway.* as the runtime does, from the environment too, and asks",
            "for no other server; spring.flyway.enabled, which is of the runtime, does not keep it from its work.",
            "Several may run at once: one does it, and the others wait."
        })
final class MigrateCommand implements Callable<Integer> {
    static final String NAME = "migrate";
    private static final int FAILED = 1;
    private static final int WRONGLY_CALLED = 2;

    private final PrintWriter out;
    private final PrintWriter err;
    private final Migrations migrations;

    @Unmatched
    private List<String> properties = new ArrayList<>();

    MigrateCommand(PrintWriter out, PrintWriter err, Migrations migrations) {
        this.out = out;
        this.err = err;
        this.migrations = migrations;
    }

    @Override
    public Integer call() {
        var wrong = PropertyArguments.firstWrong(properties);
        if (wrong.isPresent()) {
            err.println(wrong.get());
            return WRONGLY_CALLED;
        }
        try {
            out.println(
                    "the database has version " + migrations.run(properties.toArray(String[]::new)) + " of the schema");
            return 0;
        } catch (RuntimeException e) {
            err.println("the database was not migrated: " + innermost(e));
            return FAILED;
        }
    }

    /** What is wrong, whoever has said more of it already. */
    private static String innermost(RuntimeException failure) {
        var causes = FailureClassifier.causes(failure);
        var cause = causes.get(causes.size() - 1);
        return cause.getClass().getSimpleName() + ": " + Secrets.hiddenInText(String.valueOf(cause.getMessage()));
    }
}
