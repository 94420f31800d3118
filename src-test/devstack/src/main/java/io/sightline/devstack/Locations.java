package io.sightline.devstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;

/** Where the build put what the servers need. Everything lies below the build's own target folder. */
record Locations(Path directory, Path testDirectory, Path classPath, Path registry, Path keycloak, Path models) {

    static Locations ofBuild() {
        var properties = new Properties();
        try (var file = Locations.class.getResourceAsStream("locations.properties")) {
            properties.load(Objects.requireNonNull(file, "locations.properties"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        var locations = new Locations(
                path(properties, "directory"),
                path(properties, "test.directory"),
                path(properties, "class.path"),
                path(properties, "registry"),
                path(properties, "keycloak"),
                path(properties, "models"));
        locations.check();
        return locations;
    }

    /** The class path of Kafka, PostgreSQL and S3, without this module's own classes. */
    String serverClassPath() {
        try {
            return Files.readString(classPath).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** It is installed when it is asked for, not by the build: that one needs no Python. */
    MlflowInstallation mlflow() {
        return new MlflowInstallation(directory.resolve("servers").resolve("mlflow"), new Python("python3"));
    }

    Path textDetector() {
        return models.resolve("text-detector");
    }

    Path formerTextDetector() {
        return models.resolve("former-text-detector");
    }

    private void check() {
        for (var path : new Path[] {classPath, registry, keycloak, models}) {
            if (Files.notExists(path)) {
                throw new DevStackException(path + " is missing; build the module devstack again (mvn test-compile)");
            }
        }
    }

    private static Path path(Properties properties, String name) {
        return Path.of(Objects.requireNonNull(properties.getProperty(name), name));
    }
}
