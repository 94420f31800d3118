import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** What helm test runs: a token, a picture to the API, its inference, a query for its detections. */
class SendFrame {
    private static final Path AUTHORITIES = Path.of("/etc/sightline/ca");
    private static final int WIDTH = 320;
    private static final int HEIGHT = 96;
    /** Letters of 5x7 cells, a row a number: S I G H T. */
    private static final int[][] LETTERS = {
        {15, 16, 16, 14, 1, 1, 30}, {14, 4, 4, 4, 4, 4, 14}, {14, 17, 16, 23, 17, 17, 15},
        {17, 17, 17, 31, 17, 17, 17}, {31, 4, 4, 4, 4, 4, 4}
    };

    public static void main(String[] arguments) throws Exception {
        try {
            sendOne();
        } catch (IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static void sendOne() throws Exception {
        var api = System.getenv("API");
        var deadline = Instant.now().plusSeconds(Long.parseLong(System.getenv("TIMEOUT_SECONDS")));
        var client = client();
        var form = "grant_type=client_credentials&client_id=" + encoded(System.getenv("CLIENT_ID")) + "&client_secret="
                + encoded(System.getenv("CLIENT_SECRET"));
        var token = field("access_token", answer(client, HttpRequest.newBuilder(URI.create(System.getenv("TOKENS")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)), 200));
        System.out.println("Keycloak gave a token");
        var frame = field("frameId", answer(client, request(api + "/v1/frames?source=helm-test", token)
                .header("Content-Type", "image/png")
                .POST(BodyPublishers.ofByteArray(picture())), 202));
        System.out.println("frame " + frame + " was received");
        var state = "received";
        while (!state.equals("inferred")) {
            if (Instant.now().isAfter(deadline) || state.equals("dead-lettered")) {
                throw new IllegalStateException("frame " + frame + " is " + state + ", and inferred was expected");
            }
            Thread.sleep(500);
            var asked = send(client, request(api + "/v1/frames/" + frame, token));
            // It is known as soon as its claim is stored.
            state = asked.statusCode() == 404 ? "on its way" : field("state", checked(asked, 200));
        }
        System.out.println("frame " + frame + " was inferred");
        var page = answer(client, request(api + "/v1/detections?source=helm-test&limit=1000", token), 200);
        var found = page.split(Pattern.quote("\"frameId\":\"" + frame), -1).length - 1;
        System.out.println(found + " detections of it are stored");
    }

    private static HttpRequest.Builder request(String address, String token) {
        return HttpRequest.newBuilder(URI.create(address))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token);
    }

    private static String answer(HttpClient client, HttpRequest.Builder request, int expected) throws Exception {
        return checked(send(client, request), expected);
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request) throws Exception {
        var asked = request.build();
        try {
            return client.send(asked, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(asked.uri() + " cannot be reached: " + e, e);
        }
    }

    private static String checked(HttpResponse<String> answer, int expected) {
        if (answer.statusCode() != expected) {
            throw new IllegalStateException(answer.uri() + " answered with " + answer.statusCode() + ", and " + expected
                    + " was expected: " + answer.body());
        }
        return answer.body();
    }

    private static String field(String name, String json) {
        var found = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]+)\"").matcher(json);
        if (!found.find()) {
            throw new IllegalStateException("no " + name + " in the answer");
        }
        return found.group(1);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static HttpClient client() throws IOException, GeneralSecurityException {
        var builder = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10));
        if (Files.isDirectory(AUTHORITIES)) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (var authority : javasOwn()) {
                store.setCertificateEntry("java" + store.size(), authority);
            }
            try (var files = Files.walk(AUTHORITIES)) {
                files.filter(file -> file.endsWith("ca.crt")).forEach(file -> believe(file, store));
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            builder.sslContext(context);
        }
        return builder.build();
    }

    private static X509Certificate[] javasOwn() throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return ((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers();
    }

    private static void believe(Path file, KeyStore store) {
        try (InputStream input = Files.newInputStream(file)) {
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(input)) {
                store.setCertificateEntry("ca" + store.size(), certificate);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(file + " holds no certificates", e);
        }
    }

    /** A grey PNG with a word. */
    private static byte[] picture() throws IOException {
        var rows = new byte[HEIGHT * (WIDTH + 1)];
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                rows[y * (WIDTH + 1) + 1 + x] = (byte) (isInk(x, y) ? 20 : 240);
            }
        }
        var packed = new ByteArrayOutputStream();
        try (var deflater = new DeflaterOutputStream(packed)) {
            deflater.write(rows);
        }
        var png = new ByteArrayOutputStream();
        png.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        chunk(png, "IHDR", ByteBuffer.allocate(13).putInt(WIDTH).putInt(HEIGHT).put((byte) 8).put(new byte[4]).array());
        chunk(png, "IDAT", packed.toByteArray());
        chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    private static boolean isInk(int x, int y) {
        int cell = 7;
        int column = (x - 40) / cell;
        int row = (y - 20) / cell;
        int letter = column / 7;
        return x >= 40 && y >= 20 && row < 7 && letter < LETTERS.length && column % 7 < 5
                && (LETTERS[letter][row] >> (4 - column % 7) & 1) == 1;
    }

    private static void chunk(ByteArrayOutputStream png, String type, byte[] data) throws IOException {
        var named = ByteBuffer.allocate(4 + data.length).put(type.getBytes(StandardCharsets.US_ASCII)).put(data).array();
        var sum = new CRC32();
        sum.update(named);
        png.write(ByteBuffer.allocate(4).putInt(data.length).array());
        png.write(named);
        png.write(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    }
}
