package io.sightline.upkeep;

import io.sightline.claim.Sha256;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Stored bytes that something names: the row of an image, a dead letter that is not resolved, a model version. */
final class LiveClaims {
    /** Which of these somebody names, by one query. */
    Set<Sha256> among(Connection connection, Collection<Sha256> hashes) throws SQLException {
        var live = new HashSet<Sha256>();
        if (hashes.isEmpty()) {
            return live;
        }
        try (var statement = connection.prepareStatement("select sha256 from live_claim where sha256 = any(?)")) {
            var asked = hashes.stream().map(Sha256::bytes).toArray(byte[][]::new);
            statement.setArray(1, connection.createArrayOf("bytea", asked));
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    live.add(Sha256.ofDigest(rows.getBytes(1)));
                }
            }
        }
        return live;
    }
}
