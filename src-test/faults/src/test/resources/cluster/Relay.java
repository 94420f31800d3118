import java.io.Closeable;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;

/** Hands what comes to a port on to another one elsewhere, and back. */
class Relay {
    public static void main(String[] arguments) throws IOException {
        try (var server = new ServerSocket(Integer.parseInt(arguments[0]))) {
            while (true) {
                var caller = server.accept();
                new Thread(() -> connect(caller, arguments[1], Integer.parseInt(arguments[2]))).start();
            }
        }
    }

    private static void connect(Socket caller, String host, int port) {
        try (caller; var engine = new Socket(host, port)) {
            var back = new Thread(() -> pass(engine, caller));
            back.start();
            pass(caller, engine);
            back.join();
        } catch (IOException e) {
            System.out.println(host + ":" + port + " " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until one side ends, which ends the other. */
    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // Whoever has hung up needs no answer.
        } finally {
            close(from);
            close(to);
        }
    }

    private static void close(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone.
        }
    }
}
