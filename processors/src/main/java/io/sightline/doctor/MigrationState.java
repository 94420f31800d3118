package io.sightline.doctor;

import java.util.List;

/**
 * Where a database stands against the migrations of a jar; versions as text.
 *
 * @param applied those that are in the database and in the jar
 * @param pending those of the jar that the database lacks
 * @param failed those that ended midway
 * @param newer those of the database that the jar does not know
 * @param changed those whose text differs from what was applied
 * @param migrates whether the runtime makes those that lack at its start
 */
public record MigrationState(
        List<String> applied,
        List<String> pending,
        List<String> failed,
        List<String> newer,
        List<String> changed,
        boolean migrates) {
    static final String CHECK = "postgresql.migrations";

    /** What it means. */
    public Finding judge() {
        var wayOut = "Run java -jar sightline.jar migrate.";
        return new Complaints(CHECK)
                .fail(
                        !failed.isEmpty(),
                        "half a migration: " + failed + " ended midway",
                        "Undo what it has done, take its row out of flyway_schema_history, and migrate again; or restore the backup.")
                .fail(
                        !changed.isEmpty(),
                        changed + " were applied with another text",
                        "Take the jar that the database was migrated by, or a later one.")
                .fail(!pending.isEmpty() && !migrates, "it lacks " + pending, wayOut)
                .warn(
                        !pending.isEmpty() && migrates,
                        "it lacks " + pending + ", which the runtime makes when it starts",
                        wayOut)
                .warn(
                        !newer.isEmpty(),
                        newer + " are newer than this runtime",
                        "Nothing, after a rollback: released migrations only add. Otherwise update the runtime.")
                .about("applied " + applied.size() + " of " + (applied.size() + pending.size()));
    }
}
