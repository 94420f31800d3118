package io.sightline.lifecycle;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Rows of table {@code lease} that one process has or wants: one statement takes and renews all of them. Each holds as
 * {@link Lease} has it, and is gone when it is given back; nothing is written under a term of it, so that none needs to
 * be told from a former one.
 */
final class LeaseRows {
    // Processes lock rows in one order, so that none waits for another in a ring.
    private static final String TAKE = """
            with asked as materialized (select distinct unnest(?::text[]) as name),
            taken as (
              insert into lease as held (name, owner, epoch, expires_at)
              select name, ?, 1, clock_timestamp() + ? * interval '1 millisecond' from asked order by name
            """ + Lease.UNLESS_HELD + """
              returning name, owner
            )
            select name, owner from taken
            union all
            select name, owner from lease join asked using (name) where name not in (select name from taken)""";
    // What nobody has renewed for a day is of Pipes that are gone.
    private static final String GIVE_BACK = """
            with gone as (
              select name from lease
              where name = any(?) and owner = ?
                or starts_with(name, ?) and expires_at < clock_timestamp() - interval '1 day'
              order by name for update
            )
            delete from lease using gone where lease.name = gone.name""";

    private final DataSource database;
    private final String prefix;
    private final String owner;
    private final Duration length;
    private final Duration patience;

    /**
     * Names no row yet.
     *
     * @param prefix that names of rows begin with
     * @param owner tells this process from all others, former ones of this machine too
     * @param length how long after its last renewal another process may take a row
     * @param patience how long the database may say nothing, to the millisecond; then the question has failed
     */
    LeaseRows(DataSource database, String prefix, String owner, Duration length, Duration patience) {
        this.database = database;
        this.prefix = prefix;
        this.owner = owner;
        this.length = length;
        this.patience = patience;
    }

    String owner() {
        return owner;
    }

    /** Takes those that are free, renews those that this process has, and tells who has which, as far as is known. */
    Map<String, String> take(Collection<String> names) throws SQLException {
        try (var connection = connection();
                var statement = connection.prepareStatement(TAKE)) {
            statement.setArray(1, connection.createArrayOf("text", prefixed(names)));
            statement.setString(2, owner);
            statement.setLong(3, length.toMillis());
            statement.setLong(4, Lease.LONGEST.toMillis());
            try (var rows = statement.executeQuery()) {
                var owners = new HashMap<String, String>();
                while (rows.next()) {
                    owners.put(rows.getString(1).substring(prefix.length()), rows.getString(2));
                }
                return owners;
            }
        }
    }

    /** Lets others have them at once. */
    void giveBack(Collection<String> names) throws SQLException {
        try (var connection = connection();
                var statement = connection.prepareStatement(GIVE_BACK)) {
            statement.setArray(1, connection.createArrayOf("text", prefixed(names)));
            statement.setString(2, owner);
            statement.setString(3, prefix);
            statement.executeUpdate();
        }
    }

    private Connection connection() throws SQLException {
        var connection = database.getConnection();
        try {
            connection.setNetworkTimeout(Runnable::run, Math.toIntExact(patience.toMillis()));
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private String[] prefixed(Collection<String> names) {
        return names.stream().map(name -> prefix + name).toArray(String[]::new);
    }
}
