package io.sightline.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Makes each socket by the factory that counts at that moment. */
final class FollowingSocketFactory extends SSLSocketFactory {
    private final Supplier<SSLSocketFactory> current;
    private final UnaryOperator<SSLSocket> preparation;

    /** @param preparation what is done to a socket before it is handed out */
    FollowingSocketFactory(Supplier<SSLSocketFactory> current, UnaryOperator<SSLSocket> preparation) {
        this.current = current;
        this.preparation = preparation;
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return current.get().getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return current.get().getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket() throws IOException {
        return prepared(current.get().createSocket());
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
        return prepared(current.get().createSocket(socket, host, port, autoClose));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return prepared(current.get().createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, @Nullable InetAddress local, int localPort) throws IOException {
        return prepared(current.get().createSocket(host, port, local, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return prepared(current.get().createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, @Nullable InetAddress local, int localPort)
            throws IOException {
        return prepared(current.get().createSocket(host, port, local, localPort));
    }

    private Socket prepared(Socket socket) {
        return preparation.apply((SSLSocket) socket);
    }
}
