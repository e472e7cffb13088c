"""PITH_JARS names a folder of jars with Spark's and Pith's, such as spark/target/spark-home/jars."""

import os
import tempfile
import unittest

import numpy as np
from pyspark.ml import Pipeline
from pyspark.sql import SparkSession

from pith_spark import DatasetQuantizer, DatasetQuantizerModel


class DatasetQuantizerTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        jars = os.path.join(os.environ["PITH_JARS"], "*")
        cls.spark = (SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
                     .config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
                     .config("spark.driver.extraClassPath", jars).config("spark.sql.shuffle.partitions", "3").getOrCreate())
        features = np.random.default_rng(3).normal(size=(300, 4)).astype("float32").tolist()
        cls.rows = cls.spark.createDataFrame([(i, i % 3, row) for i, row in enumerate(features)],
                                             "id long, label int, features array<float>")

    @classmethod
    def tearDownClass(cls):
        cls.spark.stop()

    def picks(self, transformed):
        return transformed.select("id", "bin", "rank", "gain", "selected").orderBy("id").collect()

    def test_bins_selects_saves_and_loads(self):
        quantizer = DatasetQuantizer(idCol="id", labelCol="label", numBins=5, keep="20%", seed=11)
        model = quantizer.fit(self.rows)
        picks = self.picks(model.transform(self.rows))
        self.assertEqual(sum(row.selected for row in picks), 60)
        self.assertEqual([sum(row.bin == k for row in picks) for k in range(5)], [60] * 5)
        self.assertEqual(self.picks(Pipeline(stages=[quantizer]).fit(self.rows).transform(self.rows)), picks)
        with tempfile.TemporaryDirectory() as folder:
            model.write().save(f"{folder}/model")
            self.assertEqual(self.picks(DatasetQuantizerModel.load(f"{folder}/model").transform(self.rows)), picks)

    def test_says_what_is_wrong(self):
        with self.assertRaisesRegex(Exception, "numBins is 301, and there are 300 rows"):
            DatasetQuantizer(idCol="id", numBins=301).fit(self.rows)


if __name__ == "__main__":
    unittest.main()
