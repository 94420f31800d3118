package io.sightline.integration;

import io.sightline.integration.Facts.Given;
import java.util.regex.Pattern;

/** Says which values are secrets that everybody who reads the file can read. */
final class Secret {
    private static final Pattern NAME = Pattern.compile("(?i)(password|passphrase|secret|secretkey|apikey|token)$");

    private Secret() {}

    /** Whether what has this name is a secret. */
    static boolean isNameOfOne(String name) {
        return NAME.matcher(name).find();
    }

    /** Whether it is written out, and neither a placeholder nor a reference. */
    static boolean isInTheOpen(String value) {
        return !value.isBlank() && !Placeholders.isIn(value) && !value.startsWith("#") && !value.contains("${");
    }

    static void warn(Given given, String label, Findings findings) {
        findings.warning(
                given.place(),
                given.path(),
                label + " is a secret, and stands here in the open",
                "write a placeholder, such as {{" + given.name()
                        + "}}, and set that by an environment variable or a mounted file");
    }
}
