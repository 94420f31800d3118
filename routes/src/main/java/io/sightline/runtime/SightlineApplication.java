package io.sightline.runtime;

import io.sightline.command.Commands;
import java.io.ObjectInputFilter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.autoconfigure.logging.OpenTelemetryLoggingAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.logging.otlp.OtlpLoggingAutoConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The runtime: one process that runs the stages named by {@code sightline.stages}; or, with a command, that alone. */
@SpringBootApplication(
        // The exporter of traces brings what these begin by, and nobody wants them.
        exclude = {OpenTelemetryLoggingAutoConfiguration.class, OtlpLoggingAutoConfiguration.class})
@ConfigurationPropertiesScan
public class SightlineApplication {
    public static void main(String[] args) {
        if (Commands.areMeant(args)) {
            if (Commands.isReport(args)) {
                // What is logged is no part of the report, which goes to the standard output.
                System.setProperty("logback.configurationFile", "io/sightline/command/logback.xml");
            }
            System.exit(Commands.run(
                    writer(System.out),
                    writer(System.err),
                    BeanNames.beans(),
                    DatabaseMigration::run,
                    RuntimeExamination::run,
                    RuntimePreparation::run,
                    args));
        }
        // Nothing here reads serialized objects, so nobody can send any. Set by -Djdk.serialFilter it cannot be set
        // again.
        if (ObjectInputFilter.Config.getSerialFilter() == null) {
            ObjectInputFilter.Config.setSerialFilter(object -> ObjectInputFilter.Status.REJECTED);
        }
        try {
            SpringApplication.run(SightlineApplication.class, args);
        } catch (RuntimeException e) {
            // Reported already. Threads of clients would keep a process alive that serves nothing.
            System.exit(1);
        }
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }
}
