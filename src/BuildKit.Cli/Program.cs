Console.WriteLine("buildkit");
