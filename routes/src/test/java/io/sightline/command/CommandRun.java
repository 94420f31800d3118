package io.sightline.command;

import io.sightline.integration.Surroundings;
import io.sightline.runtime.BeanNames;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;

/** A run of the command line: its exit status, and what it wrote. */
record CommandRun(int status, String out, String err) {
    private static final RuntimeBeans BEANS = BeanNames.beans();

    /** What the command knows besides the files. */
    static Surroundings surroundings(Set<String> properties, Set<String> replaceable) {
        return BEANS.in(RuntimeSurroundings.of(CommandRun.class.getClassLoader(), properties, replaceable), Set.of());
    }

    static CommandRun of(String... arguments) {
        return of(properties -> "1", arguments);
    }

    static CommandRun of(Migrations migrations, String... arguments) {
        return of(migrations, properties -> List.of(), (shape, properties) -> List.of(), arguments);
    }

    /** The same with another examination, for the command that runs it. */
    static CommandRun examining(Examinations examinations, String... arguments) {
        return of(properties -> "1", examinations, (shape, properties) -> List.of(), arguments);
    }

    /** The same with another preparation. */
    static CommandRun preparing(Preparations preparations, String... arguments) {
        return of(properties -> "1", properties -> List.of(), preparations, arguments);
    }

    private static CommandRun of(
            Migrations migrations, Examinations examinations, Preparations preparations, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int status = Commands.run(
                new PrintWriter(out), new PrintWriter(err), BEANS, migrations, examinations, preparations, arguments);
        return new CommandRun(status, out.toString(), err.toString());
    }
}
