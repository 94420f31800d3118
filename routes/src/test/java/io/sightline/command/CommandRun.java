package io.sightline.command;

import io.sightline.runtime.ServerlessBeans;
import java.io.PrintWriter;
import java.io.StringWriter;

/** A run of the command line: its exit status, and what it wrote. */
record CommandRun(int status, String out, String err) {
    static CommandRun of(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int status = Commands.run(new PrintWriter(out), new PrintWriter(err), ServerlessBeans.all(), arguments);
        return new CommandRun(status, out.toString(), err.toString());
    }
}
