package io.sightline.devstack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The Python of this machine.
 *
 * @param program what starts it
 */
record Python(String program) {
    private static final int OLDEST_MINOR = 10;
    private static final Pattern VERSION = Pattern.compile("Python 3\\.(\\d+)\\..*");
    private static final String NEEDED = "MLflow needs Python 3." + OLDEST_MINOR + " or newer, and ";

    /**
     * Its version, as it says it.
     *
     * @throws DevStackException when there is none, or it is too old, with the way out
     */
    String version() {
        try {
            var process = new ProcessBuilder(program, "--version")
                    .redirectErrorStream(true)
                    .start();
            try (var output = process.getInputStream()) {
                return sufficient(new String(output.readAllBytes(), StandardCharsets.UTF_8).strip());
            }
        } catch (IOException absent) {
            throw new DevStackException(
                    NEEDED + "there is no " + program + "; install it, or leave sightline.devstack.mlflow out", absent);
        }
    }

    private String sufficient(String version) {
        var found = VERSION.matcher(version);
        if (!found.matches() || Integer.parseInt(found.group(1)) < OLDEST_MINOR) {
            throw new DevStackException(NEEDED + program + " is " + version
                    + "; put a newer one first on the PATH, or leave sightline.devstack.mlflow out");
        }
        return version;
    }
}
