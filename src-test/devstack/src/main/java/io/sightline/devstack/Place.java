package io.sightline.devstack;

import io.sightline.devstack.Ports.Use;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Topics, a bucket and a database that belong together, so that one test does not see what another does.
 *
 * @param topics what the topics' names begin with
 * @param bucket name of the bucket
 * @param database name of the database
 */
record Place(String topics, String bucket, String database) {
    /** The largest record that a topic takes: a picture of 10 MiB with its headers. */
    private static final int LARGEST_RECORD_BYTES = 11 * 1024 * 1024;

    private static final String ROLE = "sightline";
    private static final String PASSWORD = "dev-only";

    /** Ends sessions that a killed runtime left inside a transaction, with their locks. */
    private static final String SESSION = "?options=-c%20idle_in_transaction_session_timeout=5000";

    static final Place USUAL = new Place("sightline.", "sightline", "sightline");

    /** A place of its own. The name may hold small letters, digits and hyphens. */
    static Place named(String name) {
        if (!name.matches("[a-z][a-z0-9-]{2,40}")) {
            throw new IllegalArgumentException(
                    "name must be 3 to 41 small letters, digits and hyphens, beginning with a letter, was " + name);
        }
        return new Place(name + ".", name, name.replace('-', '_'));
    }

    void createOn(CoreProcesses core) {
        createTopicsOn(core);
        createStoresOn(core);
    }

    /** The bucket and the database. */
    void createStoresOn(CoreProcesses core) {
        core.command("create", "s3", bucket);
        core.command("create", "postgresql", database, ROLE, PASSWORD);
    }

    private void createTopicsOn(CoreProcesses core) {
        var largest = "max.message.bytes=" + LARGEST_RECORD_BYTES;
        core.command("create", "kafka", topics + "frames", "4", largest);
        core.command("create", "kafka", topics + "claims", "4", largest);
        core.command("create", "kafka", topics + "inferences", "4", largest);
        core.command("create", "kafka", topics + "models", "1", largest, "cleanup.policy=compact");
        core.command("create", "kafka", topics + "dead-letters", "1", largest);
    }

    void createDatabaseOn(CoreProcess process) {
        process.command("create", "postgresql", database, ROLE, PASSWORD);
    }

    Map<String, String> settings(Ports ports, DevStackOptions options) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (var topic : new String[] {"frames", "claims", "inferences", "models", "dead-letters"}) {
            settings.put("sightline.topics." + topic, topics + topic);
        }
        settings.put("sightline.s3.bucket", bucket);
        settings.putAll(databaseSettings(ports, options));
        return settings;
    }

    /** Those of the settings that tell where the database is. */
    Map<String, String> databaseSettings(Ports ports, DevStackOptions options) {
        var certificates = options.certificates();
        var verification = certificates == null ? "" : SecureSettings.ofDatabase(certificates);
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(
                "spring.datasource.url",
                "jdbc:postgresql://" + ports.address(Use.POSTGRESQL) + "/" + database + SESSION + verification);
        settings.put("spring.datasource.username", ROLE);
        settings.put("spring.datasource.password", PASSWORD);
        return settings;
    }
}
