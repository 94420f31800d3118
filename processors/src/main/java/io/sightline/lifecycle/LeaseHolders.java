package io.sightline.lifecycle;

import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** Tells which process does what only one may. */
public final class LeaseHolders {
    private static final String HELD =
            "select name, owner from lease where starts_with(name, ?) and expires_at > clock_timestamp()";

    private final DataSource database;

    public LeaseHolders(DataSource database) {
        this.database = database;
    }

    /**
     * Owners by name of the lease, without the prefix.
     *
     * @param prefix that names of leases begin with
     */
    public Map<String, String> of(String prefix) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(HELD)) {
            statement.setString(1, prefix);
            try (var rows = statement.executeQuery()) {
                var owners = new TreeMap<String, String>();
                while (rows.next()) {
                    owners.put(rows.getString(1).substring(prefix.length()), rows.getString(2));
                }
                return owners;
            }
        }
    }
}
