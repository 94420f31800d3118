package io.sightline.fault.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Programs that an operator has at hand, by their names on the path. */
final class Shell {
    private Shell() {}

    /** What a program has said, on both of its channels, and the status that it ended with. */
    record Answer(int status, String text) {
        boolean isDone() {
            return status == 0;
        }
    }

    /**
     * Runs a program to its end.
     *
     * @return what it said
     * @throws IllegalStateException when it fails, with what it said
     */
    static String run(List<String> command) {
        return run(command, "");
    }

    /** The same with something to read. */
    static String run(List<String> command, String input) {
        var answer = attempt(command, input);
        if (!answer.isDone()) {
            throw new IllegalStateException(
                    String.join(" ", command) + " ended with " + answer.status() + ": " + answer.text());
        }
        return answer.text();
    }

    /** The same where failure is an answer. */
    static Answer attempt(List<String> command, String input) {
        return attempt(new ProcessBuilder(command), input);
    }

    /** The same in a folder and an environment. */
    static Answer attempt(ProcessBuilder command, String input) {
        Path output = null;
        try {
            output = Files.createTempFile("answer", ".txt");
            // A file, so that nobody waits for whoever reads.
            var process = command.redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try (var writer = process.outputWriter(StandardCharsets.UTF_8)) {
                writer.write(input);
            } catch (IOException e) {
                // It reads nothing.
            }
            var status = process.waitFor();
            return new Answer(status, Files.readString(output));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during " + command.command(), e);
        } finally {
            if (output != null) {
                output.toFile().delete();
            }
        }
    }
}
