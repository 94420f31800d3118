package io.sightline.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** Reads pages of servers of HTTP: no redirect is followed, and no more is read than a page has. */
public final class Web {
    private static final Duration PATIENCE = Duration.ofSeconds(6);
    private static final int LONGEST = 1 << 20;

    private final HttpClient client;
    private final Clock clock;

    /** @param tls whom to believe; empty for the authorities of this Java */
    public Web(Optional<SSLContext> tls, Clock clock) {
        var builder = HttpClient.newBuilder().connectTimeout(PATIENCE).followRedirects(HttpClient.Redirect.NEVER);
        tls.ifPresent(builder::sslContext);
        this.client = builder.build();
        this.clock = clock;
    }

    /**
     * An answer, of whatever status.
     *
     * @param date what the server says its time is
     * @param before when it was asked, and {@code after} when its head was there
     */
    record Page(int status, String body, Optional<Instant> date, Instant before, Instant after) {}

    Page get(URI address) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Accept", "*/*")
                .header("Accept-Language", "en")
                .build();
        var before = clock.instant();
        var answer = client.send(request, BodyHandlers.ofInputStream());
        var after = clock.instant();
        try (var body = answer.body()) {
            return new Page(
                    answer.statusCode(),
                    new String(body.readNBytes(LONGEST), StandardCharsets.UTF_8),
                    answer.headers().firstValue("Date").flatMap(Web::time),
                    before,
                    after);
        }
    }

    /**
     * Compares the clock of a server.
     *
     * @param limit from where on something fails, and {@code consequence} what
     */
    public Finding clock(String check, URI address, Duration limit, String consequence)
            throws IOException, InterruptedException {
        var page = get(address);
        return page.date()
                .map(date -> ClockRules.judge(check, date, page.before(), page.after(), limit, consequence))
                .orElseGet(() -> Finding.skipped(check, "the server tells no time"));
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
