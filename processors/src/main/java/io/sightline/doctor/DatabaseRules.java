package io.sightline.doctor;

import java.util.List;

/** Judges a database server and what its role may do. */
final class DatabaseRules {
    private static final int OLDEST = 14;
    private static final int TEN_THOUSAND = 10_000;

    private DatabaseRules() {}

    /**
     * The server.
     *
     * @param version as server_version_num tells it, 170008 for 17.8
     * @param isReadOnly whether it is a standby, or all transactions read only
     */
    static Finding server(int version, String shown, boolean isReadOnly) {
        return new Complaints("postgresql")
                .fail(
                        version / TEN_THOUSAND < OLDEST,
                        "it is older than " + OLDEST,
                        "Update PostgreSQL; 17 is what the tests run.")
                .fail(isReadOnly, "nothing can be written", "Let spring.datasource.url name the primary server.")
                .about("PostgreSQL " + shown);
    }

    /**
     * The role.
     *
     * @param name of the role
     * @param schema that it works in
     * @param tables how many there are
     * @param barred tables that it may not read and write
     * @param foreign partitioned tables that it does not own, so that it can add no month
     * @param makes whether it may make tables
     * @param stores whether this process adds months
     */
    static Finding role(
            String name,
            String schema,
            int tables,
            List<String> barred,
            List<String> foreign,
            boolean makes,
            boolean stores) {
        return new Complaints("postgresql.role")
                .fail(
                        !barred.isEmpty(),
                        "it may not read and write " + barred,
                        "grant select, insert, update, delete on all tables in schema \"" + schema + "\" to \"" + name
                                + "\"")
                .fail(
                        stores && !foreign.isEmpty(),
                        "it does not own " + foreign + ", so it can add no month to them",
                        "grant the role that owns them to \"" + name + "\"")
                .fail(
                        stores && !makes,
                        "it may make no tables, which each month needs",
                        "grant create on schema \"" + schema + "\" to \"" + name + "\"")
                .about("role " + name + ", tables " + tables);
    }
}
