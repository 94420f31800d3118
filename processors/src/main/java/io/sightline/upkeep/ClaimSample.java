package io.sightline.upkeep;

import io.sightline.claim.Sha256;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;

/**
 * Draws live claims by chance. Hashes are spread evenly, so the ones that follow a random hash are as good as any, and
 * an index finds them however many there are.
 */
final class ClaimSample {
    private static final String IMAGES =
            "select sha256, object_key, size from image where sha256 %s ? order by sha256 limit ?";
    private static final String ORIGINALS = """
            select original_sha256, original_object, original_size from dead_letter
            where original_sha256 %s ? and state <> 'resolved' order by original_sha256 limit ?""";

    private final Random random;

    ClaimSample(Random random) {
        this.random = random;
    }

    /**
     * A claim as a row tells of it.
     *
     * @param size its length in bytes; empty when the row does not tell
     */
    record Claim(Sha256 hash, String key, OptionalLong size) {}

    /** So many pictures, and at most as many originals of dead letters. */
    List<Claim> draw(Connection connection, int size) throws SQLException {
        var claims = new ArrayList<Claim>();
        for (var sql : List.of(IMAGES, ORIGINALS)) {
            var from = new byte[32];
            random.nextBytes(from);
            var drawn = read(connection, sql.formatted(">="), from, size);
            claims.addAll(drawn);
            // Past the highest hash it goes on at the lowest.
            claims.addAll(read(connection, sql.formatted("<"), from, size - drawn.size()));
        }
        return claims;
    }

    private static List<Claim> read(Connection connection, String sql, byte[] from, int limit) throws SQLException {
        var claims = new ArrayList<Claim>();
        try (var statement = connection.prepareStatement(sql)) {
            statement.setBytes(1, from);
            statement.setInt(2, limit);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    long size = rows.getLong(3);
                    claims.add(new Claim(
                            Sha256.ofDigest(rows.getBytes(1)),
                            rows.getString(2),
                            rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(size)));
                }
            }
        }
        return claims;
    }
}
