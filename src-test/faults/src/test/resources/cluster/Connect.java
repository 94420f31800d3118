import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Says of each host:port whether a connection is let through within three seconds. */
class Connect {
    public static void main(String[] addresses) throws Exception {
        for (var address : addresses) {
            var parts = address.split(":");
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(parts[0], Integer.parseInt(parts[1])), 3000);
                System.out.println(address + " open");
            } catch (IOException e) {
                System.out.println(address + " closed");
            }
        }
    }
}
