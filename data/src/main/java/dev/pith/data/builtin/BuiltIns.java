package dev.pith.data.builtin;

import dev.pith.data.Split;
import dev.pith.data.cifar.Cifar;
import dev.pith.data.idx.IdxPair;
import dev.pith.data.svhn.Svhn;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The data sets that are found or fetched, with their official addresses and checksums. */
final class BuiltIns {
    private static final List<String> DIGITS =
            IntStream.range(0, 10).mapToObj(Integer::toString).toList();
    private static final String FASHION = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/";
    private static final String MNIST = "https://ossci-datasets.s3.amazonaws.com/mnist/";
    private static final String CIFAR = "https://www.cs.toronto.edu/~kriz/";
    private static final String SVHN = "http://ufldl.stanford.edu/housenumbers/";

    /** All of them, in the order they are listed. */
    static final List<BuiltIn> ALL = List.of(
            new BuiltIn(
                    "fashion-mnist",
                    60_000,
                    10_000,
                    10,
                    List.of("fashion-mnist", "FashionMNIST/raw"),
                    List.of(
                            file(
                                    FASHION,
                                    "train-images-idx3-ubyte.gz",
                                    26_421_880,
                                    "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
                                    "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
                            file(
                                    FASHION,
                                    "train-labels-idx1-ubyte.gz",
                                    29_515,
                                    "25c81989df183df01b3e8a0aad5dffbe",
                                    "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845")),
                    List.of(
                            file(
                                    FASHION,
                                    "t10k-images-idx3-ubyte.gz",
                                    4_422_102,
                                    "bef4ecab320f06d8554ea6380940ec79",
                                    "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
                            file(
                                    FASHION,
                                    "t10k-labels-idx1-ubyte.gz",
                                    5_148,
                                    "bb300cfdad3c16e7a12a480ee83cd310",
                                    "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5")),
                    idx(FashionMnistMini.CLASSES)),
            new BuiltIn(
                    "mnist",
                    60_000,
                    10_000,
                    10,
                    List.of("mnist", "MNIST/raw"),
                    List.of(
                            file(
                                    MNIST,
                                    "train-images-idx3-ubyte.gz",
                                    9_912_422,
                                    "f68b3c2dcbeaaa9fbdd348bbdeb94873",
                                    "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
                            file(
                                    MNIST,
                                    "train-labels-idx1-ubyte.gz",
                                    28_881,
                                    "d53e105ee54ea40749a09fcbcd1e9432",
                                    "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c")),
                    List.of(
                            file(
                                    MNIST,
                                    "t10k-images-idx3-ubyte.gz",
                                    1_648_877,
                                    "9fb629c4189551a2d022fa330f9573f3",
                                    "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
                            file(
                                    MNIST,
                                    "t10k-labels-idx1-ubyte.gz",
                                    4_542,
                                    "ec29112dd5afa0611ce80d1b7f02629c",
                                    "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6")),
                    idx(DIGITS)),
            cifar(
                    "cifar10",
                    10,
                    "cifar-10-batches-bin",
                    file(
                            CIFAR,
                            "cifar-10-binary.tar.gz",
                            170_052_171,
                            "c32a1d4ab5d03f1284b67883e8d87530",
                            "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd")),
            cifar(
                    "cifar100",
                    100,
                    "cifar-100-binary",
                    file(
                            CIFAR,
                            "cifar-100-binary.tar.gz",
                            168_513_733,
                            "03b5dce01913d631647c71ecec9e9cb8",
                            "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec")),
            new BuiltIn(
                    "svhn",
                    73_257,
                    26_032,
                    10,
                    List.of("svhn", ""),
                    List.of(file(
                            SVHN,
                            "train_32x32.mat",
                            182_040_794,
                            "e26dedcc434d2e4c54c9b2d4a06d8373",
                            "435e94d69a87fde4fd4d7f3dd208dfc32cb6ae8af2240d066de1df7508d083b8")),
                    List.of(file(
                            SVHN,
                            "test_32x32.mat",
                            64_275_384,
                            "eb5a983be6a315427106f1b164d9cef3",
                            "cdce80dfb2a2c4c6160906d0bd7c68ec5a99d7ca4831afa54f09182025b6a75b")),
                    BuiltIns::svhn));

    private BuiltIns() {}

    private static RemoteFile file(String base, String name, long size, String md5, String sha256) {
        return new RemoteFile(name, URI.create(base + name), size, md5, sha256);
    }

    /** Returns the layout of MNIST: images and labels of a split, both required. */
    static BuiltIn.Layout idx(List<String> classes) {
        return (folder, split) -> Files.isDirectory(folder)
                ? IdxPair.find(folder, split)
                        .filter(pair -> pair.labels() != null)
                        .map(pair -> name -> pair.open(name, classes))
                : Optional.empty();
    }

    private static BuiltIn cifar(String name, int classes, String unpacked, RemoteFile archive) {
        return new BuiltIn(
                name,
                50_000,
                10_000,
                classes,
                List.of(name, ""),
                List.of(archive),
                List.of(archive),
                (folder, split) -> cifar(folder, unpacked, archive.name(), split));
    }

    private static Optional<BuiltIn.Opener> cifar(Path folder, String unpacked, String archive, Split split) {
        Path packed = folder.resolve(archive);
        return Stream.of(folder.resolve(unpacked), folder)
                .filter(candidate -> candidate.endsWith(unpacked) && Cifar.isFolder(candidate))
                .findFirst()
                .<BuiltIn.Opener>map(found -> name -> Cifar.openFolder(name, found, split))
                .or(() -> Files.isRegularFile(packed)
                        ? Optional.of(name -> Cifar.openArchive(name, packed, split))
                        : Optional.empty());
    }

    private static Optional<BuiltIn.Opener> svhn(Path folder, Split split) {
        Path file = folder.resolve(split == Split.TRAIN ? "train_32x32.mat" : "test_32x32.mat");
        return Files.isRegularFile(file) ? Optional.of(name -> Svhn.open(name, file)) : Optional.empty();
    }
}
