package io.sightline.devstack;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Keycloak's database file. Making its tables and importing the realms takes as long as everything else together, so
 * the first result is kept as a template for every later stack that starts with empty data.
 *
 * @param file the database, which may not exist yet
 * @param template what an import of the same realm files made, which may not exist yet
 * @param imports whether Keycloak will have to import the realms
 */
record KeycloakDatabase(Path file, Path template, boolean imports) {
    private static final String EXTENSION = ".mv.db";

    /** A database per content of the realm files, because Keycloak imports only realms that it does not have. */
    static KeycloakDatabase in(Path data, KeycloakDistribution distribution) {
        var name = "keycloak-" + distribution.realms() + EXTENSION;
        var file = data.resolve(name);
        var template = distribution.home().resolve("data").resolve(name);
        try {
            if (Files.notExists(file) && Files.exists(template)) {
                Files.copy(template, file);
            }
            return new KeycloakDatabase(file, template, Files.notExists(file));
        } catch (IOException failure) {
            throw new DevStackException("Keycloak's database " + file + " cannot be made: " + failure, failure);
        }
    }

    String url() {
        var path = file.toString();
        return "jdbc:h2:file:" + path.substring(0, path.length() - EXTENSION.length()) + ";NON_KEYWORDS=VALUE";
    }

    /** Keeps what an import made. To be called when Keycloak has stopped. */
    void keepAsTemplate() {
        if (!imports || Files.notExists(file)) {
            return;
        }
        var copy = template.resolveSibling(
                template.getFileName() + "-" + ProcessHandle.current().pid());
        try {
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            Files.move(copy, template);
        } catch (FileAlreadyExistsException anotherStackWasFaster) {
            discard(copy);
        } catch (IOException failure) {
            throw new DevStackException("Keycloak's database cannot be kept as " + template, failure);
        }
    }

    private static void discard(Path copy) {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException failure) {
            throw new DevStackException(copy + " cannot be removed", failure);
        }
    }
}
