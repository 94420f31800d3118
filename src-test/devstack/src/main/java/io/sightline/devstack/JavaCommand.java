package io.sightline.devstack;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A command line that runs a main class on this process' Java.
 *
 * @param options of the virtual machine
 * @param classPath beside this module's own classes
 * @param arguments the main class, then its arguments
 */
record JavaCommand(List<String> options, String classPath, List<String> arguments) {

    /** A server that knows nothing of us, put under watch. */
    static JavaCommand watched(List<String> options, String classPath, List<String> arguments) {
        List<String> all = new ArrayList<>(List.of("io.sightline.devstack.server.ParentWatch"));
        all.addAll(arguments);
        return new JavaCommand(options, classPath, all);
    }

    List<String> line(List<String> prefix) {
        List<String> line = new ArrayList<>(prefix);
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(options);
        line.add("-cp");
        line.add(ownClasses() + File.pathSeparator + classPath);
        line.addAll(arguments);
        return line;
    }

    private static Path ownClasses() {
        try {
            return Path.of(JavaCommand.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
