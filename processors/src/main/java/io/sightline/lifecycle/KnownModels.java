package io.sightline.lifecycle;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.Quotation;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** The models that there are: those of this process, and those that a promoter has decided on, be they retired. */
public final class KnownModels {
    private static final String KNOWN = """
            select exists (select from model_state where name = ?) or exists (select from model_event where name = ?)""";

    private final DataSource database;
    private final Supplier<Set<String>> here;

    /** @param here names of the models that this process is configured for or serves */
    public KnownModels(DataSource database, Supplier<Set<String>> here) {
        this.database = database;
        this.here = here;
    }

    /**
     * Lets the name of a model pass that there is.
     *
     * @throws PermanentFailure MODEL_UNKNOWN
     */
    public void require(String name) throws SQLException {
        var names = here.get();
        if (!names.contains(name) && !isKnown(name)) {
            throw new PermanentFailure(
                    FailureCode.MODEL_UNKNOWN,
                    "model " + Quotation.of(name) + " is neither configured nor was it ever promoted; configured are "
                            + names);
        }
    }

    private boolean isKnown(String name) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(KNOWN)) {
            statement.setString(1, name);
            statement.setString(2, name);
            try (var row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }
}
