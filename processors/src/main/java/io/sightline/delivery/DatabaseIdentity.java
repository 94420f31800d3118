package io.sightline.delivery;

import io.sightline.failure.FailureClassifier;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Tells one database from another: the cluster's identifier and the database's number in it. The consumers of the sink
 * carry it in their client id, so that two runtimes that share a consumer group and not the database find out about
 * each other.
 *
 * <p>A physical copy of the cluster has the same identifier and numbers: a replica, which is meant, and also what was
 * started from a base backup or a snapshot of the volume beside the original, which nothing here can tell from it.
 */
public final class DatabaseIdentity {
    private static final String ASK = "select system_identifier::text || '.' || oid"
            + " from pg_control_system(), pg_database where datname = current_database()";

    private final DataSource database;
    private final FailureClassifier classifier;
    private volatile @Nullable String known;

    public DatabaseIdentity(DataSource database, FailureClassifier classifier) {
        this.database = database;
        this.classifier = classifier;
    }

    /**
     * The client id of a consumer of a group that stores in this database.
     *
     * @throws io.sightline.failure.TransientFailure when PostgreSQL was never asked and does not answer
     */
    public String clientId(String group) {
        return group + "." + identity();
    }

    /** Which other database a consumer of a group stores in; empty when it is this one, or says nothing of it. */
    Optional<String> otherThan(String group, String clientId) {
        var prefix = group + ".";
        return clientId.startsWith(prefix) && !clientId.equals(clientId(group))
                ? Optional.of(clientId.substring(prefix.length()))
                : Optional.empty();
    }

    private String identity() {
        var identity = known;
        if (identity == null) {
            identity = ask();
            known = identity;
        }
        return identity;
    }

    private String ask() {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(ASK);
                var rows = statement.executeQuery()) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw classifier.classify(e);
        }
    }
}
