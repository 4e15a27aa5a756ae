package com.example.parcels;

import io.govshare.testing.Sandbox;
import io.govshare.testing.SandboxDataset;
import java.nio.file.Files;
import java.nio.file.Path;

// The fourth example of docs/sandbox.md.
final class ParcelPlatform {

    static Sandbox start(int port, Path parcels) {
        return Sandbox.builder()
                .port(port)
                .dataset(SandboxDataset.ofCsv("com.example.parcels", parcels, "number"))
                .sampleClient("land-office", "tax-assessment")
                .start();
    }

    public static void main(String[] args) throws Exception {
        try (Sandbox sandbox = start(8080, Path.of("parcels.csv"))) {
            Files.writeString(Path.of("key.pem"), sandbox.sampleClient().privateKeyPem());
            System.out.println("Platform at " + sandbox.url() + "; stop it with Ctrl-C.");
            Thread.currentThread().join();
        }
    }
}
