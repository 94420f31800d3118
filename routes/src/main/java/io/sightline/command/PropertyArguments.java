package io.sightline.command;

import java.util.List;
import java.util.Optional;

/** Arguments that are properties of the runtime. */
final class PropertyArguments {
    private PropertyArguments() {}

    /** What is wrong with the first one that is none. */
    static Optional<String> firstWrong(List<String> arguments) {
        return arguments.stream()
                .filter(argument -> !argument.startsWith("--") || !argument.contains("="))
                .findFirst()
                .map(argument -> "'" + argument + "' is no property: write it as --NAME=VALUE");
    }
}
