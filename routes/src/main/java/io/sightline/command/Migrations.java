package io.sightline.command;

/** What the command {@code migrate} runs. */
@FunctionalInterface
public interface Migrations {
    /**
     * Brings the database to the schema of this runtime; several processes may try at once, and one does it.
     *
     * @param properties of the runtime, as {@code --NAME=VALUE}
     * @return version of the schema that the database has now
     * @throws RuntimeException when it cannot be reached or a migration fails
     */
    String run(String... properties);
}
