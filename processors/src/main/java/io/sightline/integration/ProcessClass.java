package io.sightline.integration;

import io.sightline.integration.YamlNode.Text;
import java.util.Set;

/** Refuses, where routes name a class, those by which people end the process. */
final class ProcessClass {
    private static final Set<String> NAMES = Set.of("java.lang.Runtime", "java.lang.System");

    private ProcessClass() {}

    /** @param said a class, with or without what says that it is one, and what follows on it */
    static void check(Text said, String path, Findings findings) {
        var name = said.value()
                .replaceFirst("^#?(class|type):", "")
                .replaceFirst("[?(#].*", "")
                .strip();
        if (NAMES.contains(name)) {
            findings.error(
                    said.place(),
                    path,
                    "'" + name + "' is of the whole process, which routes are not to end or change",
                    "end one exchange by 'stop', and read settings by {{placeholders}}");
        }
    }
}
