package io.sightline.devstack;

import java.util.Locale;
import java.util.Set;

/** The machines that the native parts (PostgreSQL, OpenCV, ONNX Runtime) are built for. */
record Platform(String system, String processor) {
    private static final Set<String> PROCESSORS = Set.of("amd64", "x86_64", "aarch64");

    static Platform ofThisMachine() {
        return new Platform(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    void requireNatives() {
        if (system.toLowerCase(Locale.ROOT).contains("linux") && PROCESSORS.contains(processor)) {
            return;
        }
        throw new DevStackException(
                "The development servers run on Linux with an x86-64 or an ARM64 processor; this is " + system + " on "
                        + processor);
    }
}
