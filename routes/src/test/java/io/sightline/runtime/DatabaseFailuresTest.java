package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLTransientConnectionException;
import org.flywaydb.core.internal.exception.FlywaySqlException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.mock.env.MockEnvironment;

class DatabaseFailuresTest {
    private final DatabaseFailures failures = new DatabaseFailures(
            new MockEnvironment().withProperty("spring.datasource.url", "jdbc:postgresql://db/x?password=secret"));

    @ParameterizedTest
    @ValueSource(strings = {"28P01", "3D000", "57P03", "08001"})
    void databaseThatRefusesIsSaidInItsOwnWordsWithTheSettings(String state) {
        // Given
        var refused = refusal(state, "what the server says");
        var pool = new SQLTransientConnectionException("the pool waited in vain", refused);

        // When
        var analysis = failures.analyze(new IllegalStateException(
                "flywayInitializer", new FlywaySqlException("jdbc:postgresql://db/x?password=secret", pool)));

        // Then
        assertThat(analysis.getDescription())
                .isEqualTo("PostgreSQL at db:5432 cannot be used: FATAL: what the server says");
        assertThat(analysis.getAction())
                .contains("spring.datasource.url, .username and .password")
                .doesNotContain("secret");
    }

    @Test
    void databaseThatDoesNotAnswerThePoolIsSaidToo() {
        var analysis = failures.analyze(
                new FlywaySqlException("url", new SQLTransientConnectionException("the pool waited in vain")));

        assertThat(analysis.getDescription())
                .isEqualTo("PostgreSQL at db:5432 cannot be used: the pool waited in vain");
    }

    @Test
    void statementThatTheDatabaseRefusesIsLeftToOthers() {
        assertThat(failures.analyze(new IllegalStateException(refusal("42601", "syntax error"))))
                .isNull();
    }

    @Test
    void otherFailuresAreLeftToOthers() {
        assertThat(failures.analyze(new IllegalStateException("other"))).isNull();
    }

    private static PSQLException refusal(String state, String message) {
        return new PSQLException(new ServerErrorMessage("SFATAL\0C" + state + "\0M" + message + "\0\0"));
    }
}
