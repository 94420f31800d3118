package io.sightline.mlflow;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is shown to MLflow: nothing, a name with a password, or a token. Its text tells no secret. */
public final class MlflowLogin {
    /** What a header can hold of a token; a message of the HTTP client would quote what it cannot. */
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");

    private final String kind;
    private final @Nullable String header;

    private MlflowLogin(String kind, @Nullable String header) {
        this.kind = kind;
        this.header = header;
    }

    /** For a server that asks nobody who he is. */
    public static MlflowLogin none() {
        return new MlflowLogin("no login", null);
    }

    /**
     * HTTP Basic, as MLflow's own app {@code basic-auth} reads it.
     *
     * @throws IllegalArgumentException when the name is empty or has a colon, at which the server would cut it
     */
    public static MlflowLogin password(String name, String password) {
        if (name.isEmpty() || name.indexOf(':') >= 0) {
            throw new IllegalArgumentException("sightline.mlflow.username must be a name without a colon");
        }
        var both = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new MlflowLogin("a password", "Basic " + Base64.getEncoder().encodeToString(both));
    }

    /**
     * A bearer token, for the proxy that many put before MLflow.
     *
     * @throws IllegalArgumentException when it has characters that no token has, a line break at its end among them
     */
    public static MlflowLogin token(String token) {
        if (!TOKEN.matcher(token).matches()) {
            throw new IllegalArgumentException(
                    "sightline.mlflow.token has characters that no token has, such as a space or a line break");
        }
        return new MlflowLogin("a token", "Bearer " + token);
    }

    /** Value of the header Authorization. */
    Optional<String> header() {
        return Optional.ofNullable(header);
    }

    @Override
    public String toString() {
        return kind;
    }
}
