package io.sightline.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A command of the packaged jar, which starts quickly and takes little memory. */
final class PackagedCommand {
    private static final Path JAR = Path.of("..", "..", "routes", "target", "sightline", "sightline.jar");

    private PackagedCommand() {}

    /** {@code java -jar sightline.jar} with these arguments, not started yet. */
    static ProcessBuilder of(List<String> arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-jar",
                JAR.toString()));
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }
}
